import { NetworkError, problemOf, ShopError, toShopError } from './faults.ts'

export interface Exchange<T> {
  /** Sends the request; gives up when the signal does. */
  readonly send: (signal: AbortSignal | null) => Promise<Response>
  readonly read: (reply: Response) => Promise<T>
  readonly signal: AbortSignal | undefined
  /** For one try, answer included; 0 for as long as it takes. */
  readonly timeoutMs: number
}

/** One try: what was answered, or a ShopError, a NetworkError, or the reason why the caller gave up. */
export async function exchange<T>({ send, read, signal, timeoutMs }: Exchange<T>): Promise<T> {
  try {
    const reply = await send(withTimeout(signal, timeoutMs))
    if (!reply.ok) throw await toShopError(reply)
    return await read(reply)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw error instanceof ShopError ? error : new NetworkError(error)
  }
}

function withTimeout(signal: AbortSignal | undefined, timeoutMs: number): AbortSignal | null {
  if (timeoutMs === 0) return signal ?? null
  const timeout = AbortSignal.timeout(timeoutMs)
  return signal ? AbortSignal.any([signal, timeout]) : timeout
}

/** A page in place of JSON comes from something in between, whatever its status says. */
export async function readJson(reply: Response): Promise<unknown> {
  const text = await reply.text()
  if (text === '') return undefined
  if (!reply.headers.get('content-type')?.includes('json')) throw new ShopError(problemOf(reply))
  return JSON.parse(text)
}
