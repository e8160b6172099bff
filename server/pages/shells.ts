import type { FastifyRequest } from 'fastify'
import type { Caller } from '#context'
import type { Authenticate } from '#http/server.ts'
import { tokenInCookie } from '#http/session-cookie.ts'
import type { Answer, AskRoute, Question } from './ask-route.ts'
import type { Built } from './built.ts'
import { toHtml } from './escape.ts'
import { createReader, type Found, renderFirstData } from './first-data.ts'
import { type Head, type Place, renderHead, titleOf } from './head.ts'
import { NOWHERE, type StorefrontPage } from './storefront.ts'
import type { ShownCategory } from './structured-data.ts'
import { attributesOf, looksOf } from './visitor.ts'

/** A page that is ready to go out. */
export interface Shell {
  readonly html: string
  readonly status: number
  /** Whether it tells something of who asked, and not the same to everybody. */
  readonly isPersonal: boolean
}

export interface Shells {
  storefront(built: Built, page: StorefrontPage, request: FastifyRequest): Promise<Shell>
  admin(built: Built, request: FastifyRequest): Promise<Shell>
}

export interface ShellsInit {
  readonly ask: AskRoute
  readonly authenticate: Authenticate
  readonly origin: () => string
}

const SHOP: Question = { path: '/shop' }
const CATEGORIES: Question = { path: '/categories', query: { limit: 100 } }
const ME: Question = { path: '/me' }
/** Where the shop does not even say its name. */
const NAMELESS = 'Marketsquare'
/** By which a list becomes another page of the same. */
const NARROWING = ['sort', 'min', 'max', 'available', 'vendor', 'type', 'q']

const NO_PERMISSIONS: ReadonlySet<string> = new Set()
const toGuest = ({ ip, id }: FastifyRequest): Caller => ({
  kind: 'guest',
  id: null,
  permissions: NO_PERMISSIONS,
  address: ip,
  operationId: id,
})

/** The HTML of pages, with what search engines and the first paint need put in. */
export function createShells({ ask, authenticate, origin }: ShellsInit): Shells {
  const contentOf = createReader()

  async function findAll(questions: readonly Question[], request: FastifyRequest): Promise<Found[]> {
    const guest = toGuest(request)
    return Promise.all(
      questions.map(async (question) => ({
        question,
        answer: question === ME ? await askMe(request) : await ask(question, guest),
      })),
    )
  }

  /** Who looks, by their cookie; a session that is none any more is nobody's. */
  async function askMe(request: FastifyRequest): Promise<Answer | 'nobody'> {
    const token = tokenInCookie(request.headers.cookie)
    if (token === undefined) return 'nobody'
    const userAgent = request.headers['user-agent'] ?? ''
    const known = authenticate({ token, via: 'cookie', address: request.ip, userAgent })
    const caller = await known.catch(() => 'failed' as const)
    if (caller === 'failed') return 'failed'
    return caller ? ask(ME, caller) : 'nobody'
  }

  const nameIn = (answer: Answer | 'nobody' | undefined): string =>
    (contentOf(answer) as { name: string } | undefined)?.name ?? NAMELESS

  function fill(
    at: { built: Built; source?: string | undefined },
    words: { head: Head; place: Place; found: Found[]; attributes: string },
  ) {
    const { head, place, found, attributes } = words
    return at.built.template({
      attributes,
      title: toHtml(titleOf(head, place)),
      head: [renderHead(head, place), at.built.linksFor(at.source)].filter(Boolean).join('\n'),
      data: renderFirstData(found),
    })
  }

  return {
    async storefront(built, page, request) {
      const own = page.asks?.(request.params as Record<string, string>) ?? []
      const found = await findAll([SHOP, CATEGORIES, ME, ...own], request)
      const [shop, categories, me, ...answers] = found.map(({ answer }) => answer)
      const looks = looksOf(request)
      const narrowing = request.query as Record<string, unknown>
      const place = {
        origin: origin(),
        shop: nameIn(shop),
        language: looks.language,
        categories: (contentOf(categories) as { data: ShownCategory[] } | undefined)?.data ?? [],
        isNarrowed: NARROWING.some((name) => narrowing[name] !== undefined),
      }
      const needed = page.needs === undefined ? undefined : answers[page.needs]
      const shown = needed === 'missing' ? NOWHERE : page
      const head =
        needed === 'failed'
          ? { title: place.shop, isIndexed: true }
          : shown.head(answers.map(contentOf), place)
      const html = fill(
        { built, source: shown.source },
        { head, place, found, attributes: attributesOf(looks) },
      )
      // It may be there: so search engines keep what they know of it.
      const status = needed === 'failed' ? 503 : shown === NOWHERE ? 404 : 200
      return { html, status, isPersonal: me !== 'nobody' }
    },
    async admin(built, request) {
      const found = await findAll([SHOP, ME], request)
      const place = { origin: origin(), shop: nameIn(found[0]?.answer), language: 'en' as const }
      const head = { title: 'Admin', isIndexed: false }
      const attributes = attributesOf({ ...looksOf(request), language: 'en' })
      const html = fill({ built }, { head, place, found, attributes })
      return { html, status: 200, isPersonal: found[1]?.answer !== 'nobody' }
    },
  }
}
