import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'
import { MINUTE_MS } from '#kernel/clock.ts'
import type { Fault } from '#kernel/fault.ts'
import { networkOf } from '#kernel/network.ts'
import { countedAlone, type SharedCounts } from '#kernel/shared-counts.ts'
import { createAllowance } from './allowance.ts'
import type { HttpConfig } from './http-config.ts'
import { httpFaults } from './problem.ts'
import type { RateClass } from './route.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `none`: a first visit asks for dozens of these at once, and each is a look into a table. */
    rate?: RateClass | 'none'
  }
}

/** Requests per minute and network address. */
export const PER_MINUTE: Readonly<Record<RateClass, number>> = { read: 1_200, write: 600, signIn: 10 }

const ADDRESSES_MAX = 20_000

export interface RateLimitInit {
  readonly config: HttpConfig
  /** Where they count for all processes of the shop; without it, each for itself. */
  readonly sharedCounts?: SharedCounts
}

/**
 * Limits by class and network address, for every route that is registered after. Requests from this machine
 * itself are not counted for reads and writes: behind a local proxy that `TRUST_PROXY` does not name, every
 * shopper would seem to come from there and share one allowance. Sign-ins are counted for each address and
 * account together, and always. A request counts whether or not it turns out to be welcome: limits come
 * before the token is looked up, those of sign-ins as soon as the body says whose it is.
 */
export function registerRateLimits(
  app: FastifyInstance,
  { config, sharedCounts: shared = countedAlone }: RateLimitInit,
): void {
  if (!config.rateLimits) return
  const limits = { read: byAddress('read', shared), write: byAddress('write', shared) }
  app.addHook('onRoute', (route) => {
    const rate = route.config?.rate ?? 'read'
    if (rate === 'none') return
    const name = `${route.method} ${route.url}`
    if (rate === 'signIn')
      route.preValidation = [byAccount(name, shared), ...[route.preValidation ?? []].flat()]
    else route.onRequest = [limits[rate], ...[route.onRequest ?? []].flat()]
  })
}

function byAddress(rate: RateClass, shared: SharedCounts): onRequestHookHandler {
  const refuse = createRefusal({ perMinute: PER_MINUTE[rate], name: rate, shared })
  return ({ ip }, _reply, done) => done(isLoopback(ip) ? undefined : refuse(networkOf(ip)))
}

function byAccount(name: string, shared: SharedCounts): onRequestHookHandler {
  const refuse = createRefusal({ perMinute: PER_MINUTE.signIn, name, shared })
  return (request, _reply, done) => done(refuse(`${networkOf(request.ip)} ${accountOf(request)}`))
}

const accountOf = ({ body }: FastifyRequest): string => {
  const { email } = (body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email.trim().normalize('NFC').toLowerCase().slice(0, 254) : ''
}

const isLoopback = (address: string) =>
  address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'

interface Limit {
  readonly perMinute: number
  /** The same in each process. */
  readonly name: string
  readonly shared: SharedCounts
}

function createRefusal({ perMinute, name, shared }: Limit): (key: string) => Fault | undefined {
  const counted = shared.open({ name: `rate ${name}`, keptMs: MINUTE_MS, since: 'first' })
  const use = createAllowance({ perMinute, keysMax: ADDRESSES_MAX, shared: counted })
  return (key) => {
    const waitMs = use(key)
    return waitMs === 0 ? undefined : tooMany(perMinute, Math.ceil(waitMs / 1_000))
  }
}

const tooMany = (perMinute: number, retryAfterSeconds: number): Fault =>
  httpFaults.tooMany({
    message: `More than ${perMinute} requests in a minute. Try again in ${retryAfterSeconds} s.`,
    details: { retryAfterSeconds },
  })
