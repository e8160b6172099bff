import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Authenticate } from '#http/server.ts'
import type { PagesSettings } from '../config/pages.ts'
import { isAdminPage } from './admin.ts'
import { type AskInit, createAskRoute } from './ask-route.ts'
import { answerFault, createPageSender, sayNothing, sayWhy } from './replies.ts'
import { roomsIn } from './rooms.ts'
import { sendFile } from './send-file.ts'
import { createShelf, type Shelf } from './shelf.ts'
import { createShells } from './shells.ts'
import { registerSitemap } from './sitemap.ts'
import { NOWHERE, STOREFRONT_PAGES, type StorefrontPage } from './storefront.ts'

export interface PagesInit extends AskInit {
  readonly pages: PagesSettings
  readonly authenticate: Authenticate
  /** How the shop is reached from outside, without a slash at the end. */
  readonly origin: () => string
}

/**
 * The storefront at `/` and the admin at `/admin`, as they were built, and what programs look for beside
 * them. None of it is on the way of a request below `/api`.
 */
export function registerPages(app: FastifyInstance, init: PagesInit): void {
  const { pages, log, authenticate, origin } = init
  const [storefront, admin] = roomsIn(pages.root).map((room) =>
    createShelf(room, { mode: pages.mode, log }),
  ) as [Shelf, Shelf]
  const shells = createShells({ ask: createAskRoute(init), authenticate, origin })
  const send = createPageSender()

  const showPage = (page: StorefrontPage) => async (request: FastifyRequest, reply: FastifyReply) => {
    const built = await storefront.take()
    if (typeof built === 'string') return sayWhy(built, reply)
    return send(built, await shells.storefront(built, page, request), { request, reply })
  }
  const showAdmin = async (request: FastifyRequest, reply: FastifyReply) => {
    const built = await admin.take()
    if (typeof built === 'string') return sayWhy(built, reply)
    const shell = await shells.admin(built, request)
    return send(built, { ...shell, status: isAdminPage(request.url) ? 200 : 404 }, { request, reply })
  }
  const fileOr =
    (shelf: Shelf, otherwise: typeof showAdmin) => async (request: FastifyRequest, reply: FastifyReply) => {
      const path = (request.url.split('?')[0] ?? '').slice(shelf.room.base.length)
      const isFile = /\.\w+$/.test(path)
      const taken = await shelf.take()
      const isUnknown = isFile && typeof taken === 'object' && !taken.files.has(path)
      const built = isUnknown ? await shelf.newest() : taken
      const file = typeof built === 'object' && built.files.get(path)
      if (file) return sendFile(built, file, { request, reply }).catch(() => sayNothing(reply))
      return isFile ? sayNothing(reply) : otherwise(request, reply)
    }

  const inWords = { errorHandler: answerFault }
  const uncounted = { config: { rate: 'none' as const } }
  for (const page of STOREFRONT_PAGES) app.get(page.path, inWords, showPage(page))
  app.get('/admin', inWords, showAdmin)
  app.get('/admin/*', inWords, fileOr(admin, showAdmin))
  const showNowhere = showPage(NOWHERE)
  const elsewhere = fileOr(storefront, showNowhere)
  app.get('/assets/*', uncounted, elsewhere)
  app.get('/admin/assets/*', uncounted, fileOr(admin, showAdmin))
  app.get('/*', inWords, (request, reply) => {
    // What the API does not have, it says itself.
    if (/^\/api(?:[/?]|$)/.test(request.url)) return reply.callNotFound()
    return elsewhere(request, reply)
  })
  registerSitemap(app, init)
}
