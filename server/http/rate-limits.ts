import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
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
 * Limits by class and network address. Requests from this machine itself are not counted for reads and
 * writes: behind a local proxy that `TRUST_PROXY` does not name, every shopper would seem to come from there
 * and share one allowance. Sign-ins are counted for each address and account together, and always. A request
 * counts whether or not it turns out to be welcome: limits come before the token is looked up.
 */
export async function registerRateLimits(app: FastifyInstance, config: HttpConfig): Promise<void> {
  if (!config.rateLimits) return
  await app.register(rateLimit, {
    global: true,
    hook: 'onRequest',
    timeWindow: 60_000,
    cache: ADDRESSES_MAX,
    max: (request) => PER_MINUTE[classOf(request)],
    keyGenerator: (request) => `${classOf(request)} ${request.ip} ${accountOf(request)}`,
    allowList: (request) => classOf(request) !== 'signIn' && isLoopback(request.ip),
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_request, { max, ttl }) => {
      const seconds = Math.ceil(ttl / 1_000)
      return httpFaults.tooMany({
        message: `More than ${max} requests in a minute. Try again in ${seconds} s.`,
        details: { retryAfterSeconds: seconds },
      })
    },
  })
}

/**
 * What a route is registered with. Whose sign-in it is stands in the body, so that is read first; else
 * nothing is.
 */
export const rateConfig = (rate: RateClass) => ({
  rate,
  ...(rate === 'signIn' && { rateLimit: { hook: 'preValidation' as const } }),
})

const classOf = (request: FastifyRequest): RateClass => request.routeOptions.config.rate ?? 'read'

const accountOf = (request: FastifyRequest): string => {
  if (classOf(request) !== 'signIn') return ''
  const { email } = (request.body ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email.trim().normalize('NFC').toLowerCase().slice(0, 254) : ''
}

const isLoopback = (address: string) =>
  address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
