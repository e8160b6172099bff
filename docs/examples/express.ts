import type { IncomingMessage, ServerResponse } from 'node:http'
import express from 'express'
import { type App, createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'

/** What the shop answers; everything else is the site's. */
const SHOP_PATHS = /^\/(api|docs|openapi\.json|healthz|readyz|metrics)(?=[/?]|$)/

/**
 * The shop as one request handler. Mount it before any body parser: the shop reads bodies itself, within its
 * limits.
 */
export const shopHandler =
  ({ http }: Pick<App, 'http'>) =>
  (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    if (SHOP_PATHS.test(request.url ?? '')) http.routing(request, response)
    else next()
  }

/** A site of your own with the shop in it. */
export async function createSite(shop: App) {
  await shop.http.ready()
  const site = express()
  site.use(shopHandler(shop))
  site.get('/', (_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<h1>My site</h1><p>The shop is at <a href="/docs">/docs</a>.</p>')
  })
  return site
}

if (import.meta.main) {
  const shop = await createApp(readConfig())
  const site = await createSite(shop)
  await shop.start()
  const server = site.listen(4000, '127.0.0.1')
  process.on('SIGTERM', () => {
    // The server first: the shop waits for requests only on connections of its own.
    server.close(() => void shop.close())
    server.closeIdleConnections()
  })
}
