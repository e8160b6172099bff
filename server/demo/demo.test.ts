import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryTrail, demoCategories } from './categories.ts'
import { demoProducts } from './products.ts'

const variants = demoProducts.flatMap((product) => product.variants)

const assertUnique = (names: readonly string[]) => {
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  assert.deepEqual(twice, [])
}

test('the shop has sixty products, and no handle, title or SKU twice', () => {
  assert.equal(demoProducts.length, 60)
  assertUnique(demoProducts.map((product) => product.handle))
  assertUnique(demoProducts.map((product) => product.title))
  assertUnique(variants.map((variant) => variant.sku))
})

test('handles and SKUs can be read aloud and put into an address', () => {
  for (const { handle } of [...demoProducts, ...demoCategories])
    assert.match(handle, /^[a-z0-9]+(-[a-z0-9]+)*$/)
  assert.ok(demoProducts.some((product) => product.handle === 'cafe-draughts'))
  for (const { sku } of variants) assert.match(sku, /^MS(-[A-Z0-9]+){2,5}$/)
})

test('every category has a product, itself or below it, and parents come first', () => {
  assertUnique(demoCategories.map((category) => category.handle))
  const filled = new Set(demoProducts.flatMap((product) => categoryTrail(product.category)))
  const seen = new Set<string>()
  for (const { handle, parent } of demoCategories) {
    assert.ok(filled.has(handle), `${handle} is empty`)
    assert.ok(parent === undefined || seen.has(parent), `${handle} comes before its parent`)
    seen.add(handle)
  }
})

test('a trail leads from a category up to the top', () => {
  assert.deepEqual(categoryTrail('books'), ['books', 'paper-and-ink'])
  assert.deepEqual(categoryTrail('garden'), ['garden'])
})

test('the variants of a product cover every combination of its options once', () => {
  for (const { handle, options, variants } of demoProducts) {
    const names = options.map((option) => option.name)
    for (const variant of variants) {
      assert.deepEqual(Object.keys(variant.options), names, variant.sku)
      for (const { name, values } of options)
        assert.ok(values.includes(variant.options[name] ?? ''), variant.sku)
    }
    const combinations = options.reduce((product, option) => product * option.values.length, 1)
    assert.equal(variants.length, combinations, handle)
    assertUnique(variants.map((variant) => `${handle} ${Object.values(variant.options).join(' / ')}`))
    for (const { name, values } of options) {
      assert.ok(values.length > 1, `${handle} has the option ${name} with nothing to choose`)
      assert.ok(!values.includes(''), handle)
    }
  }
})

test('prices run from $4.50 to $240, whole cents, and a former price is higher', () => {
  for (const { sku, price, compareAtPrice } of variants) {
    assert.ok(Number.isSafeInteger(price) && price >= 450 && price <= 24_000, sku)
    assert.ok(compareAtPrice === undefined || compareAtPrice > price, sku)
  }
  assert.equal(Math.min(...variants.map((variant) => variant.price)), 450)
  assert.equal(Math.max(...variants.map((variant) => variant.price)), 24_000)
})

test('what is posted weighs between 20 g and 12 kg, and a download weighs nothing', () => {
  for (const { sku, weightGrams, requiresShipping } of variants) {
    const [least, most] = requiresShipping ? ([20, 12_000] as const) : ([0, 0] as const)
    assert.ok(weightGrams >= least && weightGrams <= most, sku)
  }
  assert.equal(
    demoProducts.filter((product) => product.variants.some((each) => !each.requiresShipping)).length,
    1,
  )
})

test('stock shows every case a shop meets: sold out, nearly gone, plenty, not counted', () => {
  const counted = variants.flatMap((variant) => variant.onHand ?? [])
  assert.ok(counted.every((onHand) => Number.isSafeInteger(onHand) && onHand >= 0 && onHand <= 200))
  assert.ok(counted.filter((onHand) => onHand === 0).length >= 5)
  assert.ok(counted.filter((onHand) => onHand >= 1 && onHand <= 3).length >= 5)
  assert.ok(variants.some((variant) => variant.onHand === null))
  for (const { handle, status, variants } of demoProducts) {
    const soldOut = variants.every((variant) => variant.onHand === 0)
    assert.ok(status === 'draft' || !soldOut, `${handle} cannot be bought at all`)
  }
})

test('there are drafts, each tax category, and products with no, one and two options', () => {
  const count = (matches: (product: (typeof demoProducts)[number]) => boolean) =>
    demoProducts.filter(matches).length
  assert.equal(
    count(({ status }) => status === 'draft'),
    2,
  )
  assert.ok(count(({ taxCategory }) => taxCategory === 'reduced') >= 5)
  assert.ok(count(({ taxCategory }) => taxCategory === 'zero') >= 2)
  assert.ok(count(({ options }) => options.length === 0) >= 15)
  assert.ok(count(({ options }) => options.length === 1) >= 20)
  assert.ok(count(({ options }) => options.length === 2) >= 5)
})

test('each product and category is described in its own words', () => {
  const texts = [...demoProducts, ...demoCategories].map((each) => each.description)
  assertUnique(texts)
  for (const { handle, description, tags, vendor } of demoProducts) {
    assert.ok(
      description.length >= 80 && description.length <= 400,
      `${handle}: ${description.length} characters`,
    )
    assert.doesNotMatch(description, / {2}|lorem/i)
    assert.ok(tags.length >= 2 && vendor !== '', handle)
  }
})
