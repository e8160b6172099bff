import { setTimeout as sleep } from 'node:timers/promises'
import { MongoError, MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb'
import { elapsedMs } from '#kernel/clock.ts'
import { StoreUnavailable } from '#store/engine.ts'

export const DUPLICATE_KEY = 11_000
export const NAMESPACE_EXISTS = 48
export const NAMESPACE_NOT_FOUND = 26
export const INDEX_NOT_FOUND = 27
export const UNAUTHORIZED = 13
export const SNAPSHOT_GONE = [239, 246] as const

/** Of a server that is about to be, or has just been, something else than the primary; or is too busy. */
const PASSING = new Set([
  6, 7, 46, 63, 64, 89, 91, 112, 117, 134, 150, 175, 189, 202, 234, 251, 262, 290, 384, 391, 462, 9001, 10107,
  11600, 11602, 13388, 13435, 13436,
])

const PASSING_LABELS = [
  'TransientTransactionError',
  'RetryableWriteError',
  'RetryableError',
  'SystemOverloadedError',
]

/** Names of errors that the driver does not export. */
const PASSING_NAMES = new Set([
  'MongoWaitQueueTimeoutError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
])

/** The driver lets an error of the socket itself through where it writes to one that was ended just now. */
const SOCKET_CODES: ReadonlySet<unknown> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
])

const isOfSocket = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && SOCKET_CODES.has(error.code)

/** Trying again may help: the connection, the server or the transaction failed, not what was asked for. */
export function isPassing(error: unknown): boolean {
  if (error instanceof MongoNetworkError || error instanceof MongoServerSelectionError) return true
  if (error instanceof PassingRefusal || isOfSocket(error)) return true
  if (!(error instanceof MongoError)) return false
  if (PASSING_NAMES.has(error.name) || PASSING_LABELS.some((label) => error.hasErrorLabel(label))) return true
  return error instanceof MongoServerError && isPassingCode(error.code)
}

/** A reply that is no error to the driver names one that passes. */
export class PassingRefusal extends Error {}

export const isPassingCode = (code: unknown): boolean => typeof code === 'number' && PASSING.has(code)

export const hasCode = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof MongoServerError && codes.includes(error.code as number)

/** Names of errors of the way there: no server was found, or no connection to be had. */
const UNSENT_NAMES = new Set([
  'MongoServerSelectionError',
  'MongoWaitQueueTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
])

/** The server says that it is not the one to ask, before it does anything. */
const UNSENT_CODES = [10107, 13435, 13436]

/** Nothing of it can have happened. */
export function isUnsent(error: unknown): boolean {
  if (hasCode(error, ...UNSENT_CODES)) return true
  if (!(error instanceof MongoError)) return false
  return UNSENT_NAMES.has(error.name) || ('beforeHandshake' in error && error.beforeHandshake === true)
}

/** Where `at` is a time of `elapsedMs`: when to give up. */
export interface Deadline {
  readonly at: number
}

export const within = (ms: number): Deadline => ({ at: elapsedMs() + ms })

export const isOver = ({ at }: Deadline): boolean => elapsedMs() >= at

export const leftMs = ({ at }: Deadline): number => Math.max(1, Math.ceil(at - elapsedMs()))

const PAUSE_MS = 2
const PAUSE_MS_MAX = 200

/** Longer each time, and by chance, so that those who collided do not meet again. */
export async function pause(tries: number): Promise<void> {
  const longest = Math.min(PAUSE_MS_MAX, PAUSE_MS * 2 ** tries)
  const share = crypto.getRandomValues(new Uint16Array(1))[0] as number
  await sleep((longest * (share + 1)) / 65_536)
}

/** How long a read looks for a server that answers. */
export const READ_MS_MAX = 5_000

/** For what can be done twice. */
export async function persist<T>(work: () => Promise<T>, deadline = within(READ_MS_MAX)): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error)) throw error
      if (isOver(deadline)) throw unavailable(error)
      await pause(tries)
    }
  }
}

export const unavailable = (cause: unknown, message = 'MongoDB does not answer.'): StoreUnavailable =>
  new StoreUnavailable(message, { cause })
