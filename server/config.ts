import type { HttpConfig } from '#http/http-config.ts'
import type { Database } from '#store/open.ts'
import { readDatabase } from './config/database.ts'
import { type OpenidSettings, readOpenid } from './config/openid.ts'
import { type PagesSettings, readPages } from './config/pages.ts'
import { type PasskeySettings, readPasskeys } from './config/passkeys.ts'
import { readRanges } from './config/ranges.ts'
import { type RedisSettings, readRedis } from './config/redis.ts'
import { readSecretKeys } from './config/secrets.ts'

export interface Config {
  readonly host: string
  readonly port: number
  readonly dataDir: string
  readonly database: Database
  /** Shared by all processes; null where each keeps to itself. */
  readonly redis: RedisSettings | null
  /** `web` answers requests, `worker` does background work, `all` does both. */
  readonly role: Role
  /** How many processes serve on this machine. */
  readonly processes: number
  /** Processes of the version before serve on, so documents are written as they read them. */
  readonly rollingUpgrade: boolean
  readonly production: boolean
  /** `demo`: an empty store is filled with the demo shop. `none`: it stays empty. */
  readonly seed: 'demo' | 'none'
  /** The first owner's account; without it the first start prints a one-time sign-in link. */
  readonly admin: { readonly email: string; readonly password: string } | null
  /** Whether checkouts can be paid with the built-in test cards. Turn it off where real money is taken. */
  readonly testPayments: boolean
  readonly logLevel: string
  /** How the shop is reached from outside, without a slash at the end; goes into mails. */
  readonly publicUrl: string
  /** Where people can sign in at besides here. */
  readonly openid: readonly OpenidSettings[]
  readonly passkeys: PasskeySettings
  /** What seals secrets that the store has to give back; the newest first. */
  readonly secretKeys: readonly string[]
  readonly http: HttpConfig
  /** The storefront and the admin. */
  readonly pages: PagesSettings
  /** Addresses and ranges that the shop may call though they are not on the open internet. */
  readonly outbound: { readonly allow: readonly string[] }
}

const ROLES = ['all', 'web', 'worker'] as const
export type Role = (typeof ROLES)[number]

/** Every variable that is set wrongly, in one message: nobody should fix them one start at a time. */
export class ConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`The environment is not as it must be:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
  }
}

type Env = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Reads and checks the whole configuration. The only place that knows the environment's names. */
export function readConfig(env: Env = process.env): Config {
  const problems: string[] = []
  const oneOf = <const T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = (env[name] || fallback) as T
    if (allowed.includes(value)) return value
    problems.push(`${name}=${value}: must be one of ${allowed.join(', ')}.`)
    return fallback
  }
  const integer = (name: string, fallback: number, [min, max]: readonly [number, number]): number => {
    const text = env[name] || String(fallback)
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    problems.push(`${name}=${text}: must be a whole number from ${min} to ${max}.`)
    return fallback
  }
  const host = env.HOST || '127.0.0.1'
  const port = integer('PORT', 4000, [0, 65535])
  const production = oneOf('NODE_ENV', ['development', 'production', 'test'], 'development') === 'production'
  const dataDir = env.DATA_DIR || './data'
  const config: Config = {
    host,
    port,
    dataDir,
    database: readDatabase(env, problems, dataDir),
    redis: readRedis(env, problems),
    role: oneOf('ROLE', ROLES, 'all'),
    processes: integer('WEB_CONCURRENCY', 1, [1, 64]),
    rollingUpgrade: oneOf('ROLLING_UPGRADE', ['off', 'on'], 'off') === 'on',
    production,
    seed: oneOf('SEED', ['demo', 'none'], 'demo'),
    admin: readAdmin(env, problems),
    testPayments: oneOf('TEST_PAYMENTS', ['on', 'off'], 'on') === 'on',
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    publicUrl: readUrl(env, problems) ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    openid: readOpenid(env, problems, production),
    passkeys: readPasskeys(env, problems),
    secretKeys: readSecretKeys(env, problems),
    http: {
      trustProxy: readTrustProxy(env.TRUST_PROXY),
      corsOrigins: readOrigins(env, problems),
      rateLimits: oneOf('RATE_LIMITS', ['on', 'off'], 'on') === 'on',
      concurrencyMax: integer('CONCURRENCY_MAX', 1_000, [1, 100_000]),
    },
    pages: readPages(env, problems),
    outbound: { allow: readRanges(env.OUTBOUND_ALLOW, problems) },
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

function readAdmin(env: Env, problems: string[]): Config['admin'] {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = env
  if (!email && !password) return null
  if (!email || !password) {
    problems.push('ADMIN_EMAIL and ADMIN_PASSWORD go together: set both or neither.')
    return null
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) problems.push(`ADMIN_EMAIL=${email}: is not an e-mail address.`)
  if (password.length < 10) problems.push('ADMIN_PASSWORD: must have at least 10 characters.')
  return { email, password }
}

function readUrl(env: Env, problems: string[]): string | undefined {
  const text = env.PUBLIC_URL
  if (!text) return undefined
  const isWeb = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  if (!isWeb) problems.push(`PUBLIC_URL=${text}: must be an address such as https://shop.example.`)
  return text.replace(/\/+$/, '')
}

function readTrustProxy(text: string | undefined): boolean | string {
  if (!text || text === 'false') return false
  return text === 'true' ? true : text
}

function readOrigins(env: Env, problems: string[]): HttpConfig['corsOrigins'] {
  const text = env.CORS_ORIGINS ?? '*'
  if (text === '*') return '*'
  if (text === '') return null
  const origins = text.split(',').map((each) => each.trim())
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      problems.push(`CORS_ORIGINS: "${origin}" is not an origin such as https://shop.example.`)
    }
  }
  return origins
}
