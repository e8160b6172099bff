/** As much of Express as the example uses; its own types are a package that nothing else here needs. */
declare module 'express' {
  import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'

  type Next = (error?: unknown) => void
  type Handler = (request: IncomingMessage, response: ServerResponse, next: Next) => void

  interface Application extends RequestListener {
    use(handler: Handler): void
    get(path: string, handler: Handler): void
    listen(port: number, host: string): Server
  }

  export default function express(): Application
}
