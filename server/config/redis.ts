import { readSecret } from './secrets.ts'

type Env = Readonly<Record<string, string | undefined>>

export interface RedisSettings {
  readonly url: string
  /** How long an answer is waited for, in milliseconds, if another time than the usual one. */
  readonly timeoutMs?: number
}

/**
 * `REDIS_URL`: `redis://…` or `rediss://…`; with `?cluster=true`, or several with commas between them, a
 * cluster's.
 */
export function readRedis(env: Env, problems: string[]): RedisSettings | null {
  const url = readSecret(env, 'REDIS_URL', problems)
  if (!url) return null
  const isRedis = (each: string) => URL.canParse(each) && /^rediss?:$/.test(new URL(each).protocol)
  if (url.split(',').every((each) => isRedis(each.trim()))) return { url }
  // It may hold a password: only its beginning is shown.
  problems.push(
    `REDIS_URL=${url.split(':')[0]}:…: must be an address such as redis://host:6379, or several of them.`,
  )
  return null
}
