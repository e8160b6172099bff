/** What the first bytes say that a picture is, whatever its sender says. SVG is text and has no such sign. */
export function sniffImage(bytes: Buffer): string | undefined {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  const head = bytes.subarray(0, 12).toString('latin1')
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'image/gif'
  if (head.startsWith('RIFF') && head.slice(8) === 'WEBP') return 'image/webp'
  return isAvif(bytes) ? 'image/avif' : undefined
}

const startsWith = (bytes: Buffer, sign: readonly number[]) => sign.every((byte, at) => bytes[at] === byte)

/**
 * ISO base media: a box of type `ftyp` with a list of brands, one of which is AVIF's (AV1 Image File
 * Format, 6).
 */
function isAvif(bytes: Buffer): boolean {
  if (bytes.length < 16 || bytes.subarray(4, 8).toString('latin1') !== 'ftyp') return false
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 256)
  const brands = bytes.subarray(8, end).toString('latin1').match(/.{4}/gs) ?? []
  return brands.some((brand, at) => at !== 1 && (brand === 'avif' || brand === 'avis'))
}
