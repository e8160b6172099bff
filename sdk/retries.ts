import { NetworkError, ShopError } from './faults.ts'

/** How often a request is sent again, at most. */
export const RETRIES_MAX = 3
/** Before the first repetition, in milliseconds; doubled before each further one. */
const PAUSE_MS = 400
/** A shop that wants to be left alone for longer is not waited for; whoever called decides. */
const WAIT_MAX_MS = 30_000

export interface Retries {
  /** How often it may be sent again. */
  readonly retries: number
  readonly signal: AbortSignal | undefined
}

/** Sends it, and sends it again where that may help, until there is an answer or the allowance is used up. */
export async function persist<T>(send: () => Promise<T>, { retries, signal }: Retries): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await send()
    } catch (error) {
      const waitMs = tried < retries ? waitMsAfter(error, tried) : undefined
      if (waitMs === undefined) throw error
      await pause(waitMs, signal)
    }
  }
}

/**
 * How long to wait before the same request is sent again, in milliseconds; undefined where that is no use.
 * Half of it is left to chance, so that all who were cut off together do not come back together.
 */
export function waitMsAfter(error: unknown, tried: number, chance = randomShare()): number | undefined {
  const pauseMs = PAUSE_MS * 2 ** tried * (0.5 + chance / 2)
  if (error instanceof NetworkError) return pauseMs
  if (!(error instanceof ShopError)) return undefined
  // The first try broke off here, but is still being answered there.
  if (error.code === 'idempotency.in_flight') return pauseMs
  if (error.status !== 503 || error.retryAfter === undefined) return undefined
  const askedMs = error.retryAfter * 1000
  return askedMs <= WAIT_MAX_MS ? askedMs + pauseMs / 2 : undefined
}

function pause(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, waitMs)
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true })
  })
}

/** 128 random bits. (`crypto.randomUUID` is missing from pages that came without TLS.) */
export const randomKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** 0 to 1. */
const randomShare = (): number => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255
