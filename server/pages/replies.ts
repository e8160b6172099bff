import type { FastifyReply, FastifyRequest } from 'fastify'
import { headersOf } from '#http/error-replies.ts'
import { isKnown } from '#http/etag.ts'
import { pageHeaders } from '#http/page-policy.ts'
import { toFault } from '#http/problem.ts'
import { logOf } from '#http/request-log.ts'
import type { Built } from './built.ts'
import { CODINGS, formFor } from './codings.ts'
import { toHtml } from './escape.ts'
import { createPacker } from './packed.ts'
import type { Absence } from './shelf.ts'
import type { Shell } from './shells.ts'
import { RETRY_SECONDS, renderNote, renderWaiting } from './waiting-page.ts'

interface Exchange {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const HTML = 'text/html; charset=utf-8'
/** Only whoever asked may keep a page, and asks again each time: somebody may have signed in. */
const PAGE_HEADERS = {
  'content-type': HTML,
  'cache-control': 'private, no-cache',
  vary: 'Cookie, Accept-Language, Accept-Encoding',
}

export function createPageSender() {
  const pack = createPacker()
  return async (
    { headers }: Pick<Built, 'headers'>,
    { html, status, isPersonal }: Shell,
    { request, reply }: Exchange,
  ): Promise<FastifyReply> => {
    closeToOthers(reply).code(status).headers(headers).headers(PAGE_HEADERS)
    // As the account itself: not to be read by whoever sits there next.
    if (isPersonal) return reply.header('cache-control', 'no-store').send(html)
    const packed = pack(html)
    reply.header('etag', packed.etag)
    if (status === 200 && isKnown(request.headers['if-none-match'], packed.etag))
      return reply.code(304).send()
    const form = formFor(request.headers['accept-encoding']?.toString(), () => true)
    if (!form) return reply.send(html)
    return reply.header('content-encoding', CODINGS[form]).send(await packed.in(form))
  }
}

/** A page is for people, not for the scripts of other sites. */
const closeToOthers = (reply: FastifyReply): FastifyReply =>
  reply.removeHeader('access-control-allow-origin').removeHeader('access-control-expose-headers')

/** Instead of every page, while there is none. */
export function sayWhy(why: Absence, reply: FastifyReply): FastifyReply {
  reply.code(503).header('retry-after', String(RETRY_SECONDS))
  return sendNote(reply, renderWaiting(why))
}

const sendNote = (reply: FastifyReply, html: string): FastifyReply =>
  closeToOthers(reply)
    .headers(pageHeaders(html))
    .headers({ 'content-type': HTML, 'cache-control': 'no-store' })
    .send(html)

const TITLES: Readonly<Record<number, string>> = {
  429: 'That was too much at once',
  503: 'The shop is busy',
}

/** Who opens a page in a browser is told in words what went wrong; everybody else as everywhere. */
export function answerFault(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const isForPeople = String(request.headers.accept).includes('text/html')
  if (!isForPeople || request.url.startsWith('/api')) throw error
  const fault = toFault(error)
  if (fault.status === 500) {
    logOf(request).error({ err: fault.cause ?? fault, code: fault.code }, fault.message)
  }
  const html = renderNote({
    title: TITLES[fault.status] ?? 'This did not work',
    text: toHtml(fault.message),
    more: `<a href="">Try again</a> · <a href="/">To the shop</a> · <small>${toHtml(request.id)}</small>`,
  })
  sendNote(reply.code(fault.status).headers(headersOf(fault)), html)
}

export const sayNothing = (reply: FastifyReply): FastifyReply =>
  reply
    .code(404)
    .headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .send('There is no such file.\n')
