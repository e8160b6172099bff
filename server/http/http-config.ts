import type { Wire } from './wire.ts'

/** What the HTTP side is set up with; read from the environment by `config.ts`. */
export interface HttpConfig {
  /** Proxies in front whose `X-Forwarded-*` is believed: every one, or addresses and ranges. */
  readonly trustProxy: boolean | string
  readonly corsOrigins: readonly string[] | '*' | null
  /** `off` only for load tests. */
  readonly rateLimits: boolean
  /** Requests answered at the same time; more get 503 with Retry-After. */
  readonly concurrencyMax: number
  /** Other bounds of connections than the usual ones. */
  readonly wire?: Partial<Wire>
}
