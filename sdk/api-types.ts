import type { components, paths } from './generated/api.ts'

/** What bodies and replies are made of, by the names of the API's description: `Schemas['Cart']`. */
export type Schemas = components['schemas']

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Every list of the API. */
export interface Page<T> {
  readonly data: readonly T[]
  /** Pass it as `after` to get the next page; null on the last. */
  readonly next: string | null
}

type IsAbsent<T> = [NonNullable<T>] extends [never] ? true : false
type Simplify<T> = { [K in keyof T]: T[K] }

/** Callers write addresses as the reference does: without `/api`. */
type AnyPath = keyof paths extends infer K ? (K extends `/api${infer P}` ? P : never) : never

/** What the method does at the address; never where it does nothing. */
type Operation<M extends Method, P> = P extends string
  ? `/api${P}` extends keyof paths
    ? NonNullable<paths[`/api${P}`][M]>
    : never
  : never

type Json = 'application/json'
/** What providers to sign in with post from their own pages. No client asks that, nor what only redirects. */
type Form = 'application/x-www-form-urlencoded'

type ContentOf<B> = B extends { readonly content: infer C } ? C : never
type Sent<Op> = Op extends { readonly requestBody?: infer B } ? ContentOf<B> : never
type JsonSent<Op> = Sent<Op> extends Readonly<Record<Json, infer B>> ? B : never

type GoodStatus = 200 | 201 | 202 | 204
type Good<Op> = Op extends { readonly responses: infer R } ? R[keyof R & GoodStatus] : never
type JsonIn<R> = R extends { readonly content: Readonly<Record<Json, infer B>> } ? B : undefined

type SentAs<Op> = IsAbsent<Sent<Op>> extends true ? Json : keyof Sent<Op>
type Kind<M extends Method, Op> =
  Form extends SentAs<Op>
    ? 'elsewhere'
    : [Good<Op>] extends [never]
      ? 'elsewhere'
      : Json extends SentAs<Op>
        ? [M, JsonIn<Good<Op>>] extends ['get', undefined]
          ? 'download'
          : 'json'
        : 'upload'
type Paths<M extends Method, K> = {
  [P in AnyPath]: IsAbsent<Operation<M, P>> extends true
    ? never
    : Kind<M, Operation<M, P>> extends K
      ? P
      : never
}[AnyPath]

/** The addresses that the method can ask and that answer JSON, or nothing. */
export type PathOf<M extends Method> = Paths<M, 'json'>
/** The addresses of lists. */
export type ListPath = {
  [P in PathOf<'get'>]: ReplyOf<'get', P> extends Page<unknown> ? P : never
}[PathOf<'get'>]
/** The addresses that answer a file. */
export type DownloadPath = Paths<'get', 'download'>
/** The addresses that take a file. */
export type UploadPath = Paths<'post', 'upload'> | Paths<'put', 'upload'>

/** What the address answers when all is well; undefined where that is nothing. */
export type ReplyOf<M extends Method, P extends AnyPath> = JsonIn<Good<Operation<M, P>>>
/** What the address takes as its body. */
export type BodyOf<M extends Method, P extends AnyPath> = JsonSent<Operation<M, P>>
/** One thing of a list. */
export type ItemOf<P extends ListPath> = ReplyOf<'get', P> extends Page<infer T> ? T : never

type PathPart<Op> = Op extends { readonly parameters: { readonly path: infer T } }
  ? { readonly path: T }
  : unknown
type QueryPart<Op, Left extends string> = Op extends { readonly parameters: { readonly query: infer Q } }
  ? { readonly query: Omit<Q, Left> }
  : Op extends { readonly parameters: { readonly query?: infer Q } }
    ? IsAbsent<Q> extends true
      ? unknown
      : { readonly query?: Simplify<Omit<NonNullable<Q>, Left>> }
    : unknown
type BodyPart<Op> =
  IsAbsent<JsonSent<Op>> extends true
    ? unknown
    : Op extends { readonly requestBody: unknown }
      ? { readonly body: JsonSent<Op> }
      : { readonly body?: JsonSent<Op> }
type HeaderOf<Op> = Op extends { readonly parameters: { readonly header?: infer H } } ? H : never
type HasHeader<Op, Name extends string> =
  IsAbsent<HeaderOf<Op>> extends true ? false : Name extends keyof NonNullable<HeaderOf<Op>> ? true : false

interface KeyPart {
  /**
   * The `Idempotency-Key`: 1 to 255 printable characters, random. The same request with the same key is done
   * once. One is made for every call; give your own where the wish outlives the call, such as a checkout.
   */
  readonly key?: string
}
interface VersionPart {
  /** The `version` that the change builds on. Refused with 412 when it is no longer true. */
  readonly version?: number
}
interface SignalPart {
  /** Gives up: the call rejects with the signal's reason at once, also while it waits to try again. */
  readonly signal?: AbortSignal
}

type AskFor<Op, Left extends string = never> = Simplify<
  PathPart<Op> &
    QueryPart<Op, Left> &
    BodyPart<Op> &
    (HasHeader<Op, 'Idempotency-Key'> extends true ? KeyPart : unknown) &
    (HasHeader<Op, 'If-Match'> extends true ? VersionPart : unknown) &
    SignalPart
>

/** What to say to the address: `path`, `query`, `body`, `key`, `version`, as far as it knows them. */
export type AskOf<M extends Method, P extends AnyPath> = P extends unknown ? AskFor<Operation<M, P>> : never
export type EachAsk<P extends ListPath> = P extends unknown ? AskFor<Operation<'get', P>, 'after'> : never

type Upload<P extends UploadPath> = Operation<'post', P> | Operation<'put', P>
export type UploadReply<P extends UploadPath> = JsonIn<Good<Upload<P>>>
export type UploadAsk<P extends UploadPath> = Simplify<
  AskFor<Upload<P>> & {
    /** A `File` of an input, what `openAsBlob()` of Node opens, or `new Blob([bytes], { type })`. */
    readonly file: Blob
    /** What is in the file; that of the file unless said otherwise. */
    readonly type?: Exclude<keyof Sent<Upload<P>>, 'multipart/form-data'>
    readonly onProgress?: (progress: UploadProgress) => void
  }
>

export interface UploadProgress {
  readonly sentBytes: number
  readonly totalBytes: number
}

/** Nothing has to be said where nothing is needed. */
export type Args<Ask> = Ask extends unknown
  ? Record<never, never> extends Ask
    ? [ask?: Ask]
    : [ask: Ask]
  : never
