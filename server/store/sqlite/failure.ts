import { Conflict, type ConflictKind, StoreLimit, StoreUnavailable } from '#store/engine.ts'

/** Why a write was refused. Not an error: it crosses threads, and being refused is part of a store's day. */
export interface Refusal {
  readonly kind: ConflictKind
  readonly collection: string
  readonly id: string
  readonly index?: string | undefined
}

export interface LimitPassed {
  readonly kind: 'limit'
  readonly limit: string
  readonly message: string
}

export interface Away {
  readonly kind: 'unavailable'
  readonly message: string
}

/**
 * What a writer answers in place of an error, since errors of our own classes do not survive the way from a
 * thread or another process.
 */
export type Failure = Refusal | LimitPassed | Away | Error

export function toFailure(error: unknown): Failure {
  if (error instanceof StoreLimit) return { kind: 'limit', limit: error.limit, message: error.message }
  if (error instanceof StoreUnavailable) return { kind: 'unavailable', message: error.message }
  if (!(error instanceof Conflict)) return error as Error
  const { kind, collection, id, index } = error
  return { kind, collection, id, index }
}

export function toError(failure: Failure): Error {
  if (failure instanceof Error) return failure
  if (failure.kind === 'limit') return new StoreLimit(failure.limit, failure.message)
  if (failure.kind === 'unavailable') return new StoreUnavailable(failure.message)
  return new Conflict(failure.kind, failure)
}
