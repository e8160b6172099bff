import assert from 'node:assert/strict'
import { test } from 'node:test'
import { artworkFor, artworkForCategory, lookOf } from './artwork.ts'
import { demoCategories } from './categories.ts'
import { demoProducts } from './products.ts'

const productPictures = demoProducts.map((product) => ({ name: product.handle, svg: artworkFor(product) }))
const lookPictures = demoProducts.flatMap((product) =>
  Object.keys(product.art.looks ?? {}).map((look) => ({
    name: `${product.handle} in ${look}`,
    svg: artworkFor(product, look),
  })),
)
const categoryPictures = demoCategories.map((category) => ({
  name: category.handle,
  svg: artworkForCategory(category),
}))
const pictures = [...productPictures, ...lookPictures, ...categoryPictures]

const SHAPES = 'svg g path rect circle ellipse clipPath pattern'
const FILTERS = 'filter feGaussianBlur feOffset feColorMatrix feMerge feMergeNode'
const ELEMENTS = new Set(`${SHAPES} ${FILTERS}`.split(' '))

/** The names of the elements that are still open at the end; throws at the first thing that is not a tag. */
function unclosed(svg: string): string[] {
  const open: string[] = []
  const tag = /<(?:\/([a-zA-Z]+)|([a-zA-Z]+)((?: [a-zA-Z-]+="[^"<&]*")*)(\/?))>/y
  while (tag.lastIndex < svg.length) {
    const at = tag.lastIndex
    const [, closed, opened, attributes = '', selfClosed] = tag.exec(svg) ?? []
    assert.ok(closed ?? opened, `not well-formed: ${svg.slice(at, at + 60)}`)
    if (closed) assert.equal(open.pop(), closed)
    if (!opened) continue
    assert.ok(ELEMENTS.has(opened), `<${opened}> is not part of the style`)
    const names = [...attributes.matchAll(/([a-zA-Z-]+)=/g)].map((match) => match[1])
    assert.equal(new Set(names).size, names.length, `an attribute twice: ${attributes}`)
    if (!selfClosed) open.push(opened)
  }
  return open
}

test('every picture is one well-formed SVG document of shapes alone', () => {
  for (const { name, svg } of pictures) {
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 (\d+) \1" /, name)
    assert.deepEqual(unclosed(svg), [], name)
  }
})

test('a picture refers to nothing outside itself and holds no broken number', () => {
  for (const { name, svg } of pictures) {
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|\bhref|\bon[a-z]+=|style=/, name)
    for (const [, target] of svg.matchAll(/url\(([^)]*)\)/g)) {
      assert.ok(svg.includes(`id="${target?.slice(1)}"`), `${name} refers to ${target}`)
    }
  }
})

test('a picture of a product is under 6 KB and of a category under 12 KB', () => {
  for (const { name, svg } of [...productPictures, ...lookPictures])
    assert.ok(svg.length < 6_000, `${name}: ${svg.length}`)
  for (const { name, svg } of categoryPictures) assert.ok(svg.length < 12_000, `${name}: ${svg.length}`)
})

test('the same thing gets the same picture, and different things different ones', () => {
  assert.deepEqual(
    demoProducts.map((product) => artworkFor(product)),
    productPictures.map((picture) => picture.svg),
  )
  const svgs = [...productPictures, ...categoryPictures].map((picture) => picture.svg)
  assert.equal(new Set(svgs).size, svgs.length)
  const things = demoProducts.map(({ art }) => `${art.motif} ${art.palette}`)
  assert.equal(new Set(things).size, things.length)
})

test('looks belong to all values of one option, differ, and begin with the product’s own', () => {
  for (const { handle, art, options } of demoProducts) {
    if (!art.looks) continue
    const values = Object.keys(art.looks)
    assert.ok(
      options.some((option) => option.values.join() === values.join()),
      handle,
    )
    const palettes = Object.values(art.looks)
    assert.equal(new Set(palettes).size, palettes.length, handle)
    assert.equal(palettes[0], art.palette, handle)
  }
})

test('a variant has the look of its colour, and an unknown look is the product’s own', () => {
  const pot = demoProducts.find((product) => product.handle === 'hearth-pot')
  assert.ok(pot)
  assert.equal(lookOf(pot, { options: { Size: '6 litre', Colour: 'Moss' } }), 'Moss')
  assert.equal(lookOf(pot, { options: {} }), undefined)
  assert.notEqual(artworkFor(pot, 'Moss'), artworkFor(pot))
  assert.equal(artworkFor(pot, 'Puce'), artworkFor(pot))
})
