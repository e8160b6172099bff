import { join } from 'node:path'
import type { Database } from '#store/open.ts'
import { readSecret } from './secrets.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * `DATABASE_URL`: `postgres://…`, `mongodb://…` or `sqlite:path`; without it, an SQLite file in the data
 * directory. `DATABASE_LISTEN_URL`: a way round a pooler, for notifications. Each may come from a file.
 */
export function readDatabase(env: Env, problems: string[], dataDir: string): Database {
  const url = readSecret(env, 'DATABASE_URL', problems)
  if (!url) return { kind: 'sqlite', file: join(dataDir, 'marketsquare.db') }
  const database = toDatabase(url, readSecret(env, 'DATABASE_LISTEN_URL', problems))
  if (database) return database
  // The address may hold a password: only its beginning is shown.
  problems.push(
    `DATABASE_URL=${url.split(':')[0]}:…: must be an address that begins with postgres://, mongodb://, ` +
      'mongodb+srv:// or sqlite:.',
  )
  return { kind: 'sqlite', file: join(dataDir, 'marketsquare.db') }
}

/** What an address leads to; undefined where it is none of ours. */
export function toDatabase(url: string, listenUrl?: string): Database | undefined {
  if (url.startsWith('sqlite:')) {
    const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/|\.)/, '')
    return file ? { kind: 'sqlite', file } : undefined
  }
  if (/^postgres(ql)?:\/\//.test(url)) {
    return URL.canParse(url) ? { kind: 'postgres', url, ...(listenUrl && { listenUrl }) } : undefined
  }
  // Several hosts with ports are no URL to the parser: the driver checks the rest.
  return /^mongodb(\+srv)?:\/\/[^/]+/.test(url) ? { kind: 'mongodb', url } : undefined
}
