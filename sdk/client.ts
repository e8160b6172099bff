import type { UploadPath, UploadProgress } from './api-types.ts'
import { exchange, readJson } from './exchange.ts'
import { ShopError } from './faults.ts'
import { UPLOADS } from './generated/routes.ts'
import { type Ask, bodyOf, filled, follow, headersOf, isRepeatable, searchOf, type Verb } from './request.ts'
import { persist } from './retries.ts'
import type { Session } from './session.ts'
import { sendFile } from './upload.ts'

export interface ClientOptions {
  readonly baseUrl: string
  readonly session: Session
  readonly fetch: typeof globalThis.fetch
  readonly retries: number
  readonly timeoutMs: number
}

export interface Call<T> extends Ask {
  readonly verb: Verb
  /** Below `/api`, with its parameters in braces. */
  readonly at: string
  readonly read: (reply: Response) => Promise<T>
}

export interface FileAsk extends Ask {
  readonly file: Blob
  readonly type?: string
  readonly onProgress?: (progress: UploadProgress) => void
}

/** The calls beneath every method of a shop; here each address is a string. */
export interface Client {
  call<T>(call: Call<T>): Promise<T>
  upload(at: UploadPath, ask: FileAsk): Promise<unknown>
}

export function createClient({ baseUrl, session, fetch, retries, timeoutMs }: ClientOptions): Client {
  const base = `${baseUrl.replace(/\/+$/, '')}/api`
  const credentials = session.cookie ? 'same-origin' : 'omit'
  const urlOf = (at: string, ask: Ask) => `${base}${filled(at, ask.path)}${searchOf(ask.query)}`

  /** However often it is sent, a call is the same request by the same caller. */
  async function perform<T>(call: Ask & { verb: Verb }, once: (headers: Headers) => Promise<T>): Promise<T> {
    const token = session.token()
    const headers = headersOf(call.verb, call, token)
    const allowance = { retries: isRepeatable(call.verb, call) ? retries : 0, signal: call.signal }
    try {
      return await persist(() => once(headers), allowance)
    } catch (error) {
      const isWorthless = error instanceof ShopError && error.code === 'access.unauthenticated'
      if (isWorthless && token !== undefined && session.token() === token) session.keep(undefined)
      throw error
    }
  }

  return {
    async call({ read, at, ...call }) {
      const { verb: method, signal } = call
      const url = urlOf(at, call)
      const body = bodyOf(at, call, session)
      const reply = await perform(call, (headers) => {
        const send = (within: AbortSignal | null) =>
          fetch(url, { method, headers, credentials, body, signal: within })
        return exchange({ send, read, signal, timeoutMs })
      })
      follow(session, { verb: method, at, reply })
      return reply
    },

    async upload(at, { file, type = file.type, onProgress, ...ask }) {
      const { signal } = ask
      const method = UPLOADS[at]
      const url = urlOf(at, ask)
      return perform({ verb: method, ...ask }, (headers) => {
        headers.set('content-type', type || 'application/octet-stream')
        const send = (within: AbortSignal | null) =>
          sendFile(fetch, url, { method, headers, credentials, signal: within, file, onProgress })
        return exchange({ send, read: readJson, signal, timeoutMs: 0 })
      })
    },
  }
}
