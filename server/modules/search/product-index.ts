import type { Ctx } from '#context'
import { faults } from '#kernel/fault.ts'
import { port } from '#kernel/port.ts'
import type { SetUp } from '#module'
import {
  type Product,
  productCreated,
  productDeleted,
  products,
  productUpdated,
} from '#modules/catalog/index.ts'
import { createProductFinder, type ProductFinder } from './product-finder.ts'

export const searchFaults = faults('search', {
  warming: [503, 'The search index is being built. Try again in a moment.'],
})

/**
 * The published products as an index in this process's memory: a projection, built anew at each start.
 */
export interface ProductIndex extends Pick<ProductFinder, 'find'> {
  /** Begins to read the products, once; `ready` does so too. */
  begin(): void
  /** Resolves when every product has been read; rejects after a while so that nobody waits for long. */
  ready(): Promise<void>
  /** Reads these products again: another process changed them. */
  reload(ids: readonly string[]): Promise<void>
  /** What is still missing, or null. */
  problem(): string | null
}

export const productIndex = port<ProductIndex>('search.product-index')

/** Some 5 ms of work, the first time around: for so long a request may have to wait. */
const PAGE = 50
const WAIT_MAX_MS = 1_000

/**
 * Follows this process's own commits synchronously, so that the very next request finds what was just
 * published; other processes' by event.
 */
export function openProductIndex({ store, run, log }: Pick<SetUp, 'store' | 'run' | 'log'>): ProductIndex {
  const index = createProductFinder()
  // Commits know better than a page that was read before them.
  const changed = new Set<string>()
  let built = false
  store.onCommit((writes) => {
    for (const write of writes) {
      if (write.collection.name !== products.name || write.op === 'adjust') continue
      if (!built) changed.add(write.id)
      if (write.op === 'remove') index.remove(write.id)
      else
        putProduct(index, {
          ...write.body,
          id: write.id,
          revision: revisionAfter(write),
        } as unknown as Product)
    }
  })
  let building: Promise<void> | undefined
  const begin = (): Promise<void> => {
    building ??= build({ index, run, changed }).then(
      () => {
        built = true
        changed.clear()
      },
      (err: unknown) => log.error({ err }, 'The search index could not be built.'),
    )
    return building
  }
  return {
    find: index.find,
    begin: () => void begin(),
    async ready() {
      if (built) return
      await Promise.race([begin(), new Promise((resolve) => setTimeout(resolve, WAIT_MAX_MS).unref())])
      if (!built) throw searchFaults.warming()
    },
    async reload(ids) {
      // Before they are read: a page of the first build that was read earlier must not come after.
      if (!built) for (const id of ids) changed.add(id)
      const found = await run((ctx) => ctx.get(products, ids))
      for (const [at, id] of ids.entries()) {
        const product = found[at]
        if (product) putProduct(index, product)
        else index.remove(id)
      }
    },
    problem: () => (built ? null : `being built: ${index.size} products so far`),
  }
}

const revisionAfter = (write: { op: 'insert' } | { op: 'replace'; revision: number }) =>
  write.op === 'insert' ? 1 : write.revision + 1

/** Page by page, letting requests through in between. */
async function build(init: {
  index: ProductFinder
  run: SetUp['run']
  changed: ReadonlySet<string>
}): Promise<void> {
  const { index, run, changed } = init
  let after: string | null | undefined
  do {
    await new Promise((resolve) => setImmediate(resolve))
    const query = { limit: PAGE, ...(after ? { after } : {}) }
    const page = await run((ctx: Ctx) => ctx.find(products, 'byId', query))
    for (const product of page.data) if (!changed.has(product.id)) putProduct(index, product)
    after = page.next
  } while (after)
}

function putProduct(index: ProductFinder, product: Product): void {
  if (product.status === 'published') index.put(product)
  else index.remove(product.id)
}

const TYPES: ReadonlySet<string> = new Set([productCreated.type, productUpdated.type, productDeleted.type])

export const isAboutProduct = ({ type }: { readonly type: string }): boolean => TYPES.has(type)
