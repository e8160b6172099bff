import type { Product } from '#modules/catalog/index.ts'
import { createFacts, dropFact, setFact } from './facts/facts.ts'
import { addToOrders, createOrders, firstInOrder, type Sort, takeFromOrders } from './facts/orders.ts'
import {
  type Conditions,
  conditionsOf,
  type Facets,
  isNarrowed,
  NO_FACETS,
  type Sifted,
  sift,
} from './facts/sift.ts'
import { createRemembered } from './remembered.ts'
import { createTextIndex, RESULTS_MAX, type TextDocument } from './text-index.ts'

/** Pages of a list in an order that is kept end here. */
export const LIST_MAX = 10_000

export interface Wish extends Conditions {
  /** What was typed; blank for all products. */
  readonly q: string
  /** `relevance` of a blank `q` is `newest`. */
  readonly sort?: Sort | 'relevance' | undefined
  readonly offset: number
  readonly limit: number
}

export interface Found {
  readonly ids: readonly string[]
  /** There are further pages. */
  readonly more: boolean
  /** How many fit, also beyond the last page there is. */
  readonly total: number
  readonly facets: Facets
}

/** The published products by their words, and by what lists are narrowed down and sorted by. */
export interface ProductFinder {
  /** Inserts or replaces. A revision older than the known one is ignored. */
  put(product: Product): void
  remove(id: string): void
  /** Nothing where nothing is asked for: no word, no condition, no order. */
  find(wish: Wish): Found
  readonly size: number
}

const NOTHING: Found = { ids: [], more: false, total: 0, facets: NO_FACETS }

/** What was found is kept until the next product changes: most ask for the same few lists. */
const SIFTED_KEPT = 64
const PAGES_KEPT = 512

export function createProductFinder(): ProductFinder {
  const text = createTextIndex()
  const { documents } = text
  const facts = createFacts()
  const orders = createOrders(documents, facts)
  const sifted = createRemembered<Sifted>(SIFTED_KEPT)
  const pages = createRemembered<Found>(PAGES_KEPT)

  /** What it is sorted by is about to change. */
  function leave(id: string): void {
    sifted.clear()
    pages.clear()
    const slot = documents.slots.get(id)
    if (slot === undefined) return
    takeFromOrders(orders, slot)
    dropFact(facts, slot)
  }

  function siftedBy(q: string, conditions: Conditions): Sifted {
    const base = () => (q === '' ? facts.held : text.matching(q))
    return sifted.get(keyOf(q, conditions), () => sift(facts, base(), conditions))
  }

  function slotsOf(wish: Wish, end: number, { bits, total }: Sifted): number[] {
    const { q, sort = 'relevance' } = wish
    if (sort !== 'relevance' || q === '') {
      const by = sort === 'relevance' ? 'newest' : sort
      return firstInOrder(orders, { sort: by, among: bits, count: total, want: end })
    }
    return text.best(q, { among: isNarrowed(wish) ? bits : undefined, want: Math.min(end, total) })
  }

  function findPage(wish: Wish): Found {
    const { offset, limit } = wish
    const pagesEnd = wish.q !== '' && (wish.sort ?? 'relevance') === 'relevance' ? RESULTS_MAX : LIST_MAX
    const fitting = siftedBy(wish.q, wish)
    const { total, facets } = fitting
    const end = Math.min(offset + limit, pagesEnd)
    const slots = offset < end ? slotsOf(wish, end, fitting) : []
    const ids = slots.slice(offset, end).map((slot) => documents.ids[slot] as string)
    return { ids, more: slots.length === end && end < Math.min(total, pagesEnd), total, facets }
  }

  return {
    put(product) {
      const known = documents.slots.get(product.id)
      if (known !== undefined && product.revision < (documents.revisions[known] as number)) return
      leave(product.id)
      text.put(toText(product))
      const slot = documents.slots.get(product.id) as number
      const { vendor, type, listedIn, variants } = product
      setFact(facts, slot, { vendor, type, listedIn, prices: variants.map(({ price }) => price.amount) })
      addToOrders(orders, slot)
    },
    remove(id) {
      leave(id)
      text.remove(id)
    },
    find(asked) {
      const wish = { ...asked, q: asked.q.trim() }
      if (wish.q === '' && wish.sort === undefined && !isNarrowed(wish)) return NOTHING
      const key = `${wish.sort} ${wish.offset} ${wish.limit} ${keyOf(wish.q, wish)}`
      return pages.get(key, () => findPage(wish))
    },
    get size() {
      return text.size
    },
  }
}

const keyOf = (q: string, conditions: Conditions): string => JSON.stringify([q, conditionsOf(conditions)])

function toText(product: Product): TextDocument {
  const { id, revision, title, description, vendor, type, tags, variants, createdAt } = product
  const keywords = [
    ...[vendor, type].filter((each) => each !== null),
    ...tags,
    ...new Set(
      variants.flatMap((variant) => [
        ...Object.values(variant.options),
        ...(variant.sku ? [variant.sku] : []),
      ]),
    ),
  ]
  return { id, revision, title, keywords, body: description, createdAt }
}
