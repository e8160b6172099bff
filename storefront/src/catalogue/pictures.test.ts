import assert from 'node:assert/strict'
import { test } from 'node:test'
import { picturesOf } from './pictures.ts'
import { aProduct, aVariant } from './product.fixture.ts'

test('pictures that only a variant has follow those of the product, each once', () => {
  const variants = [
    aVariant({ image: '/a' }),
    aVariant({ image: '/b' }),
    aVariant({ image: '/b' }),
    aVariant(),
  ]
  const product = aProduct(variants, { images: [{ url: '/a', alt: 'From the front' }] })
  assert.deepEqual(picturesOf(product), [
    { url: '/a', alt: 'From the front' },
    { url: '/b', alt: 'Mug' },
  ])
})
