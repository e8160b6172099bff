import type { Readable } from 'node:stream'
import type { Ctx } from '#context'
import type { Fault, FaultKind } from '#kernel/fault.ts'
import type { Static, TSchema } from '#kernel/schema.ts'
import type { Access } from './access.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Which allowance a route draws on; see `rate-limits.ts`. */
export type RateClass = 'read' | 'write' | 'signIn'

export interface Input<P = unknown, Q = unknown, B = unknown> {
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * What may be sent as a file. `whole`: it arrives as one Buffer, for small files; else as a stream that is
 * read once.
 */
export interface Upload {
  readonly contentTypes: readonly string[]
  readonly bytesMax: number
  readonly whole?: boolean
  /** The file may also come as the only one of a form, `multipart/form-data`, as browsers send it. */
  readonly form?: boolean
}

/**
 * A route as data: everything there is to know about it stands here, and the API's description is made from
 * it.
 */
export interface Route {
  readonly method: Method
  /** Below `/api`: `/carts/:cartId`. */
  readonly path: string
  readonly summary: string
  readonly description?: string
  readonly access: Access
  readonly params?: TSchema
  readonly query?: TSchema
  readonly body?: TSchema
  /**
   * What it can answer when all is well; `null` for an empty reply. A handler's plain value goes out with the
   * first.
   */
  readonly replies: Readonly<Record<number, TSchema | null>>
  readonly faults?: readonly FaultKind[]
  readonly rate?: RateClass
  readonly bodyBytesMax?: number
  /** What a route without a body schema accepts: the raw stream of a file, by content type. */
  readonly upload?: Upload
  /**
   * Finds the revision that `If-Match` is compared with. Without it the header is refused rather than
   * ignored.
   */
  readonly revision?: (ctx: Ctx, params: Readonly<Record<string, string>>) => Promise<number | undefined>
  /**
   * How a reply is stored for the retries of a request with an `Idempotency-Key`: `sealed`, unless said
   * otherwise, so that a copy of the store opens no door. `plain` costs less, and is for replies that tell
   * nothing but what lies in the store as openly; so never for one with a token of which the store has only
   * a hash.
   */
  readonly keptReply?: 'sealed' | 'plain'
  /**
   * Answers from memory alone, before a unit of work is begun; where it does not know, `handle` does. Only
   * for what is the same for everyone who passes the gate.
   */
  cached?(at: Pick<Ctx, 'use'>, input: Input): RawJson | undefined
  /**
   * What the handler has to read anyway and the request alone names: begun together with what is read to know
   * whether it may be handled, so that a database at the other end of a network is waited for once. The
   * handler gets what it answers, or what it raises is raised, after all that.
   */
  ahead?(ctx: Ctx, input: Input): Promise<unknown>
  handle(ctx: Ctx, input: Input, ahead?: unknown): unknown
}

type StaticOr<S, Else> = S extends TSchema ? Static<S> : Else
// biome-ignore lint/suspicious/noConfusingVoidType: a handler without a reply has nothing to return
type Value<S> = S extends TSchema ? Frozen<Static<S>> : undefined | void
/** What is stored is readonly all the way down, and replies are often parts of it. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T

/** A reply other than the first declared one, or one with headers. */
export class Reply<T = unknown> {
  readonly status: number
  readonly value: T
  readonly headers: Readonly<Record<string, string>>
  constructor(status: number, value: T, headers: Readonly<Record<string, string>> = {}) {
    this.status = status
    this.value = value
    this.headers = headers
  }
}

/** JSON that is already text, from a cache of rendered pieces. */
export class RawJson {
  readonly json: string | Buffer
  readonly etag: string | undefined
  constructor(json: string | Buffer, etag?: string) {
    this.json = json
    this.etag = etag
  }
}

/** A file: `open` is called only when it really has to be sent. */
export class Binary {
  readonly contentType: string
  /** Null where that is known only at its end. */
  readonly bytes: number | null
  readonly open: () => Readable
  readonly headers: Readonly<Record<string, string>>
  constructor(file: Pick<Binary, 'contentType' | 'bytes' | 'open'>, headers: Binary['headers'] = {}) {
    this.contentType = file.contentType
    this.bytes = file.bytes
    this.open = file.open
    this.headers = headers
  }
}

/**
 * A business refusal that has to be remembered: what was staged is committed, then the fault goes out as the
 * reply, and an idempotent retry gets it again. (A thrown fault discards what was staged.)
 */
export class Refusal {
  readonly fault: Fault
  constructor(fault: Fault) {
    this.fault = fault
  }
}

type InputOf<P, Q, B> = Input<
  StaticOr<P, Record<string, never>>,
  StaticOr<Q, Record<string, never>>,
  StaticOr<B, undefined>
>

interface RouteInit<
  P extends TSchema | undefined,
  Q extends TSchema | undefined,
  B extends TSchema | undefined,
  R extends Readonly<Record<number, TSchema | null>>,
  A,
> extends Omit<Route, 'handle' | 'ahead' | 'cached' | 'params' | 'query' | 'body' | 'replies'> {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly replies: R
  cached?(at: Pick<Ctx, 'use'>, input: InputOf<P, Q, B>): RawJson | undefined
  ahead?(ctx: Ctx, input: InputOf<P, Q, B>): Promise<A>
  handle(
    ctx: Ctx,
    input: InputOf<P, Q, B>,
    ahead: A,
  ): HandlerResult<Value<R[keyof R]>> | Promise<HandlerResult<Value<R[keyof R]>>>
}

type HandlerResult<V> = V | Reply<V> | RawJson | Binary | Refusal

/** Declares a route; the handler's input and result are typed by its schemas. */
export const route = <
  R extends Readonly<Record<number, TSchema | null>>,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
  A = undefined,
>(
  init: RouteInit<P, Q, B, R, A>,
): Route => init as unknown as Route
