import { ShopError } from '@marketsquare/sdk'
import { tell, tellFault } from '../../components/use-save.ts'
import { shop } from '../../shop.ts'
import { toNew, toPatch } from './product-body.ts'
import type { AdminProduct, CustomField, ProductWish, VariantWish } from './product-wish.ts'

interface Around {
  readonly base: AdminProduct | undefined
  readonly currency: string
  readonly fields: readonly CustomField[]
}

/** Creates or changes it; then sets the counts that were typed for variants that the shop knows. */
export async function saveProduct(wish: ProductWish, around: Around): Promise<AdminProduct> {
  const { base } = around
  try {
    if (!base) return await shop.post('/admin/products', { body: toNew(wish, around) })
    const path = { productId: base.id }
    const body = toPatch(wish, base.custom, around)
    const saved = await shop.patch('/admin/products/{productId}', { path, body, version: base.version })
    const counted = wish.variants.filter((variant) => isCounted(variant, base))
    if (counted.length === 0) return saved
    for (const variant of counted) await setCount(variant, base)
    return await shop.get('/admin/products/{productId}', { path })
  } catch (error) {
    throw atFields(error, wish)
  }
}

const seenOf = (base: AdminProduct, id: string | null) =>
  base.variants.find((variant) => variant.id === id)?.stock?.onHand

const isCounted = ({ id, onHand }: VariantWish, base: AdminProduct) =>
  id !== null && onHand !== null && seenOf(base, id) !== undefined && onHand !== seenOf(base, id)

/** The product is saved by now: a count that cannot be set is told, and takes nothing back. */
async function setCount({ id, sku, onHand }: VariantWish, base: AdminProduct): Promise<void> {
  const path = { variantId: id ?? '' }
  try {
    const stock = await shop.get('/admin/variants/{variantId}/stock', { path })
    if (stock.onHand !== seenOf(base, id)) {
      tell(`The stock of ${sku || base.title} is ${stock.onHand} by now. It was left so: count again.`)
      return
    }
    const body = { onHand: onHand ?? 0 }
    await shop.put('/admin/variants/{variantId}/stock', { path, body, version: stock.version })
  } catch (error) {
    tellFault(error)
  }
}

/** Refusals that name a value rather than a field, put to the field that holds the value. */
function atFields(error: unknown, wish: ProductWish): unknown {
  if (!(error instanceof ShopError)) return error
  const { problem } = error
  const named = (problem.errors ?? []).map(({ field, reason }) => ({ field: toField(field), reason }))
  const [field, reason] = placeOf(error, wish)
  const errors = field ? [...named, { field, reason }] : named
  return new ShopError({ ...problem, ...(errors.length > 0 && { errors }) }, error.retryAfter)
}

/** `variants.2.price.amount` is shown at `variants.2.price`. */
const toField = (field: string) => field.replace(/^(variants\.\d+)\.(?:stock\.)?(\w+)(\.\w+)?$/, '$1.$2')

function placeOf({ code, problem }: ShopError, wish: ProductWish): readonly [field: string, reason: string] {
  if (code === 'catalog.handle_taken') return ['handle', 'another product has it already']
  if (code === 'catalog.bad_handle')
    return ['handle', 'it cannot be an address; letters, digits and single hyphens can']
  const { sku, value } = problem as { sku?: unknown; value?: unknown }
  if (code === 'catalog.sku_taken' || code === 'catalog.duplicate') {
    const at = wish.variants.findLastIndex((variant) => variant.sku.trim() === (sku ?? value))
    if (at >= 0) return [`variants.${at}.sku`, 'it is taken already']
  }
  return ['', '']
}
