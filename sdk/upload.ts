import type { UploadProgress } from './api-types.ts'

type Fetch = typeof globalThis.fetch

export interface FileRequest {
  readonly method: string
  readonly headers: Headers
  readonly credentials: 'same-origin' | 'omit'
  readonly signal: AbortSignal | null
  readonly file: Blob
  readonly onProgress: ((progress: UploadProgress) => void) | undefined
}

/**
 * Sends a file. Who wants to see progress gets it in browsers from XMLHttpRequest, since `fetch` has none
 * there, and elsewhere by counting what is taken from the file.
 */
export async function sendFile(fetch: Fetch, url: string, request: FileRequest): Promise<Response> {
  const { method, headers, credentials, signal, file, onProgress } = request
  const init = { method, headers, credentials, signal }
  if (!onProgress) return fetch(url, { ...init, body: file })
  const Xhr = (globalThis as { readonly XMLHttpRequest?: new () => Xhr }).XMLHttpRequest
  if (Xhr) return sendByXhr(new Xhr(), url, { ...request, onProgress })
  const streamed: RequestInit & { readonly duplex: 'half' } = {
    ...init,
    body: counted(file, onProgress),
    duplex: 'half',
  }
  return fetch(url, streamed)
}

function counted(file: Blob, onProgress: (progress: UploadProgress) => void): ReadableStream<Uint8Array> {
  let sentBytes = 0
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk)
      sentBytes += chunk.byteLength
      onProgress({ sentBytes, totalBytes: file.size })
    },
  })
  return file.stream().pipeThrough(counter)
}

/** As much of an XMLHttpRequest as is needed: there is no type of it outside browsers. */
interface Xhr {
  readonly upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null }
  readonly status: number
  readonly statusText: string
  readonly responseText: string
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getAllResponseHeaders(): string
  send(body: Blob): void
  abort(): void
}

type WatchedRequest = FileRequest & { readonly onProgress: (progress: UploadProgress) => void }

function sendByXhr(xhr: Xhr, url: string, request: WatchedRequest): Promise<Response> {
  const { method, headers, signal, file, onProgress } = request
  const abort = () => xhr.abort()
  return new Promise<Response>((resolve, reject) => {
    signal?.throwIfAborted()
    xhr.open(method, url)
    for (const [name, value] of headers) xhr.setRequestHeader(name, value)
    xhr.upload.onprogress = ({ loaded, total }) => onProgress({ sentBytes: loaded, totalBytes: total })
    xhr.onload = () => resolve(toResponse(xhr))
    xhr.onerror = () => reject(new TypeError('the connection failed'))
    xhr.onabort = () => reject(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
    xhr.send(file)
  }).finally(() => signal?.removeEventListener('abort', abort))
}

function toResponse(xhr: Xhr): Response {
  const { status, statusText, responseText } = xhr
  const lines = xhr.getAllResponseHeaders().trim().split(/\r?\n/).filter(Boolean)
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(':')
    return [line.slice(0, at), line.slice(at + 1).trim()]
  })
  // A response with one of these must have no body at all, not even an empty one.
  const body = status === 204 || status === 205 || status === 304 ? null : responseText
  return new Response(body, { status, statusText, headers })
}
