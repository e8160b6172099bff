import { useQuery } from '@tanstack/react-query'
import { allPages, type Pages, usePages } from '../../components/use-pages.ts'
import { shop } from '../../shop.ts'
import type { AdminProduct } from './product-wish.ts'

/** A product as a list shows it, wherever it was found. */
export type Listed = Omit<AdminProduct, 'source' | 'taxCategory' | 'variants'> & {
  readonly variants: readonly Pick<
    AdminProduct['variants'][number],
    'id' | 'sku' | 'price' | 'image' | 'stock'
  >[]
}

type Status = AdminProduct['status']

/** All of a status; with words to look for, what the shop's search finds, and drafts that have them. */
export function useFoundProducts(q: string, status: Status | undefined): Pages<Listed> {
  const listed = usePages('/admin/products', { query: { limit: 50, ...(status && { status }) } })
  const found = useQuery({
    queryKey: ['/admin/products', { q, status }],
    queryFn: ({ signal }) => find(q, status, signal),
    enabled: q !== '',
    placeholderData: (before) => before,
  })
  if (!q) return listed
  return { ...allPages(found.data, found.error, found.refetch), isStale: found.isPlaceholderData }
}

const FOUND_MAX = 50
const DRAFTS_MAX = 100

/**
 * The search knows published products only; the newest drafts are looked through here. What the search
 * finds is read again as staff sees it, since stock and custom fields are not for everyone.
 */
async function find(q: string, status: Status | undefined, signal: AbortSignal): Promise<Listed[]> {
  const [published, drafts] = await Promise.all([
    status === 'draft' ? [] : search(q, signal),
    status === 'published' ? [] : findDrafts(q, signal),
  ])
  return [...drafts, ...published]
}

async function search(q: string, signal: AbortSignal): Promise<Listed[]> {
  const { data } = await shop.get('/products/search', { query: { q, limit: FOUND_MAX }, signal })
  return Promise.all(
    data.map(({ id }) => shop.get('/admin/products/{productId}', { path: { productId: id }, signal })),
  )
}

async function findDrafts(q: string, signal: AbortSignal): Promise<Listed[]> {
  const words = q.toLowerCase().split(/\s+/)
  const query = { status: 'draft' as const, limit: DRAFTS_MAX }
  const { data } = await shop.get('/admin/products', { query, signal })
  return data.filter((product) => {
    const text = textOf(product)
    return words.every((word) => text.includes(word))
  })
}

const textOf = ({ title, handle, vendor, type, tags, variants }: AdminProduct) =>
  [title, handle, vendor, type, ...tags, ...variants.map(({ sku }) => sku)].join(' ').toLowerCase()
