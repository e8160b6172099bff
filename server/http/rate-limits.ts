import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'
import type { Fault } from '#kernel/fault.ts'
import { networkOf } from '#kernel/network.ts'
import { createAllowance } from './allowance.ts'
import type { HttpConfig } from './http-config.ts'
import { httpFaults } from './problem.ts'
import type { RateClass } from './route.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    rate?: RateClass
  }
}

/** Requests per minute and network address. */
export const PER_MINUTE: Readonly<Record<RateClass, number>> = { read: 1_200, write: 600, signIn: 10 }

const ADDRESSES_MAX = 20_000

/**
 * Limits by class and network address, for every route that is registered after. Requests from this machine
 * itself are not counted for reads and writes: behind a local proxy that `TRUST_PROXY` does not name, every
 * shopper would seem to come from there and share one allowance. Sign-ins are counted for each address and
 * account together, and always. A request counts whether or not it turns out to be welcome: limits come
 * before the token is looked up, those of sign-ins as soon as the body says whose it is.
 */
export function registerRateLimits(app: FastifyInstance, config: HttpConfig): void {
  if (!config.rateLimits) return
  const limits = { read: byAddress('read'), write: byAddress('write') }
  app.addHook('onRoute', (route) => {
    const rate = route.config?.rate ?? 'read'
    if (rate === 'signIn') route.preValidation = [byAccount(), ...[route.preValidation ?? []].flat()]
    else route.onRequest = [limits[rate], ...[route.onRequest ?? []].flat()]
  })
}

function byAddress(rate: RateClass): onRequestHookHandler {
  const refuse = createRefusal(PER_MINUTE[rate])
  return ({ ip }, _reply, done) => done(isLoopback(ip) ? undefined : refuse(networkOf(ip)))
}

function byAccount(): onRequestHookHandler {
  const refuse = createRefusal(PER_MINUTE.signIn)
  return (request, _reply, done) => done(refuse(`${networkOf(request.ip)} ${accountOf(request)}`))
}

const accountOf = ({ body }: FastifyRequest): string => {
  const { email } = (body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email.trim().normalize('NFC').toLowerCase().slice(0, 254) : ''
}

const isLoopback = (address: string) =>
  address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'

function createRefusal(perMinute: number): (key: string) => Fault | undefined {
  const use = createAllowance({ perMinute, keysMax: ADDRESSES_MAX })
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
