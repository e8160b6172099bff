import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { systemCaller } from '#context'
import { elapsedMs, MINUTE_MS, toTimestamp } from '#kernel/clock.ts'
import { products } from '#modules/catalog/index.ts'
import type { AskInit } from './ask-route.ts'
import { createAskRoute } from './ask-route.ts'
import { toHtml } from './escape.ts'
import { categoryPath, productPath } from './structured-data.ts'

export interface SitemapInit extends AskInit {
  readonly origin: () => string
}

/** https://www.sitemaps.org/protocol.html: as many as one file may name. */
const ADDRESSES_MAX = 50_000
const PAGE_LIMIT = 100
const XML = '<?xml version="1.0" encoding="UTF-8"?>'
const SCHEMA = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const KEPT_MS = 10 * MINUTE_MS

/** Nothing of it is worth finding, or anybody's business. */
const PRIVATE = ['/api', '/admin', '/cart', '/checkout', '/account', '/orders']

const toGzip = promisify(gzip)
const fromGzip = promisify(gunzip)

/** What search engines ask for: where not to look, and all that there is to be found. */
export function registerSitemap(app: FastifyInstance, init: SitemapInit): void {
  const robots = () =>
    `User-agent: *\n${PRIVATE.map((path) => `Disallow: ${path}\n`).join('')}\nSitemap: ${init.origin()}/sitemap.xml\n`
  app.get('/robots.txt', (_request, reply) => reply.type('text/plain; charset=utf-8').send(robots()))
  const take = createSitemap(init)
  app.get('/sitemap.xml', async (request, reply) => {
    const packed = await take()
    reply.headers({
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': `public, max-age=${KEPT_MS / 1_000}`,
      vary: 'Accept-Encoding',
    })
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'])))
      return reply.send(await fromGzip(packed))
    return reply.header('content-encoding', 'gzip').send(packed)
  })
}

/** Read page by page for whoever asks first, and kept for some minutes; packed, as it may be megabytes. */
function createSitemap(init: SitemapInit): () => Promise<Buffer> {
  let made: Promise<Buffer> | undefined
  let madeMs = Number.NEGATIVE_INFINITY
  return () => {
    if (!made || elapsedMs() - madeMs > KEPT_MS) {
      madeMs = elapsedMs()
      made = readSitemap(init).catch((error: unknown) => {
        made = undefined
        throw error
      })
    }
    return made
  }
}

async function readSitemap(init: SitemapInit): Promise<Buffer> {
  const origin = init.origin()
  const lines = [toEntry(`${origin}/`)]
  for (const path of await categoryPaths(init)) lines.push(toEntry(origin + path))
  let after: string | undefined
  do {
    const page = await readProducts(init, after)
    for (const each of page.data) {
      lines.push(toEntry(origin + productPath(each), toTimestamp(each.updatedAt)))
    }
    after = page.next ?? undefined
  } while (after && lines.length < ADDRESSES_MAX)
  const entries = lines.slice(0, ADDRESSES_MAX).join('\n')
  return toGzip(`${XML}\n<urlset xmlns="${SCHEMA}">\n${entries}\n</urlset>\n`)
}

/** In a unit of its own each, so that one page at a time is in memory. */
const readProducts = ({ store }: SitemapInit, after: string | undefined) =>
  store.run('system', (unit) =>
    unit.find(products, 'byStatus', { equals: ['published'], limit: PAGE_LIMIT, after }),
  )

async function categoryPaths(init: SitemapInit): Promise<string[]> {
  const ask = createAskRoute(init)
  const paths: string[] = []
  let after: string | null | undefined
  do {
    const query = { limit: PAGE_LIMIT, ...(after && { after }) }
    const answer = await ask({ path: '/categories', query }, systemCaller())
    if (typeof answer === 'string') break
    const page = JSON.parse(answer.json) as { data: { handle: string }[]; next: string | null }
    paths.push(...page.data.map(categoryPath))
    after = page.next
  } while (after && paths.length < ADDRESSES_MAX)
  return paths
}

const toEntry = (address: string, changed?: string): string =>
  `<url><loc>${toHtml(address)}</loc>${changed ? `<lastmod>${changed}</lastmod>` : ''}</url>`
