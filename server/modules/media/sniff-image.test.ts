import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sniffImage } from './sniff-image.ts'

const ftyp = (brands: string) => {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(8 + brands.length)
  return Buffer.concat([size, Buffer.from(`ftyp${brands}`), Buffer.alloc(32)])
}

test('a picture is known by its first bytes', () => {
  for (const [bytes, type] of [
    [Buffer.from('89504e470d0a1a0a0000', 'hex'), 'image/png'],
    [Buffer.from('ffd8ffe000104a464946', 'hex'), 'image/jpeg'],
    [Buffer.from('GIF89a....'), 'image/gif'],
    [Buffer.from('GIF87a....'), 'image/gif'],
    [Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    [ftyp('avif\0\0\0\0mif1'), 'image/avif'],
    [ftyp('mif1\0\0\0\0avif'), 'image/avif'],
  ] as const) {
    assert.equal(sniffImage(bytes), type)
  }
})

test('what is something else, or nothing, is not a picture', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    Buffer.from('RIFF\0\0\0\0WAVEfmt '),
    ftyp('isom\0\0\0\0mp41'),
    ftyp('mif1avif'),
    Buffer.from('%PDF-1.7'),
  ]) {
    assert.equal(sniffImage(bytes), undefined)
  }
})

test('no bytes make it fail', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      sniffImage(Buffer.from(bytes))
      sniffImage(Buffer.concat([Buffer.from(bytes.slice(0, 4)), Buffer.from('ftyp'), Buffer.from(bytes)]))
    }),
  )
})
