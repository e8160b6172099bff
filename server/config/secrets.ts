import { readFileSync } from 'node:fs'

type Env = Readonly<Record<string, string | undefined>>

const KEY_CHARS_MIN = 32

/**
 * `SECRET_KEY`, or what is in the file that `SECRET_KEY_FILE` names: keys with commas between them, the
 * newest first. The first one seals, all of them open, so that a key can be replaced without losing anything.
 */
export function readSecretKeys(env: Env, problems: string[]): readonly string[] {
  const text = readSecret(env, 'SECRET_KEY', problems)
  if (!text) return []
  const keys = text.split(',').map((key) => key.trim())
  if (keys.some((key) => key.length < KEY_CHARS_MIN)) {
    problems.push(
      `SECRET_KEY: each key needs at least ${KEY_CHARS_MIN} characters; make one by "openssl rand -base64 32".`,
    )
  }
  return keys
}

/** A variable's value, or what is in the file that the variable of this name and `_FILE` names. */
export function readSecret(env: Env, name: string, problems: string[]): string | undefined {
  const path = env[`${name}_FILE`]
  if (env[name] || !path) return env[name] || undefined
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    problems.push(`${name}_FILE=${path}: cannot be read (${(error as Error).message}).`)
    return undefined
  }
}
