import type { Schemas } from './api-types.ts'
import type { FaultCode } from './generated/fault-code.ts'

/** A refusal, as RFC 9457 has it. Which members it brings besides depends on `code`. */
export type Problem = Schemas['Problem']

/** Thrown for every answer that is not 2xx. */
export class ShopError extends Error {
  readonly status: number
  /** Stable, for programs. What comes from a proxy in between, without a code, has `http.` and the status. */
  readonly code: FaultCode | `http.${number}`
  /** All that the shop said: `detail` for people, `errors` by field, and what the code brings besides. */
  readonly problem: Problem
  /** Seconds to wait before asking again, where the shop said so. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail)
    this.name = 'ShopError'
    this.status = problem.status
    this.code = problem.code as ShopError['code']
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/**
 * Thrown where nothing came back: no connection, a broken one, or no answer in time. `cause` says which. Of a
 * request that changes something it is then unknown whether it was done.
 */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super(`The shop did not answer: ${reasonOf(cause)}. Check the connection, then try again.`, { cause })
    this.name = 'NetworkError'
  }
}

/** Node says "fetch failed" and keeps the reason one step further in. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause, message } = error
  return (cause instanceof Error && cause.message) || message
}

/** Reads a refusal. What comes from a proxy in between is none of the shop's; it is given the same form. */
export async function toShopError(reply: Response): Promise<ShopError> {
  const text = await reply.text()
  return new ShopError(problemIn(reply, text) ?? problemOf(reply), retryAfterOf(reply.headers))
}

function problemIn({ headers }: Response, text: string): Problem | undefined {
  if (!headers.get('content-type')?.startsWith('application/problem+json')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function problemOf({ status, statusText }: Response): Problem {
  const detail = `The shop's address answered ${status} ${statusText}`.trim()
  return {
    type: 'about:blank',
    title: statusText || 'Error',
    status,
    code: `http.${status}`,
    detail: `${detail}, which is not an answer of the shop. Something in between may have sent it.`,
    requestId: '',
  }
}

/** RFC 9110, 10.2.3: seconds, or a date, which is measured by the clock of whoever answered. */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value)
  const seconds = (Date.parse(value) - Date.parse(headers.get('date') ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
