const SLAB_BYTES = 1024 * 1024

/**
 * Texts kept outside the JavaScript heap, where tens of megabytes would make it grow to several times as
 * much.
 */
export interface TextSpool {
  /** Keeps a text and answers its number, or undefined if it does not fit any more. */
  add(text: string): number | undefined
  get(number: number): string
}

export function createTextSpool(bytesMax: number): TextSpool {
  const slabs: Buffer[] = []
  const texts: { slab: number; from: number; to: number }[] = []
  let slabAt = SLAB_BYTES
  let bytesKept = 0

  /** Where so many bytes can be written: a text that is larger than a slab has one of its own. */
  const placeFor = (size: number): number => {
    if (slabAt + size > (slabs.at(-1)?.length ?? 0)) {
      slabs.push(Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, size)))
      slabAt = 0
    }
    slabAt += size
    return slabAt - size
  }
  return {
    add(text) {
      const size = Buffer.byteLength(text)
      if (bytesKept + size > bytesMax) return undefined
      const from = placeFor(size)
      slabs.at(-1)?.write(text, from)
      bytesKept += size
      return texts.push({ slab: slabs.length - 1, from, to: from + size }) - 1
    },
    get(number) {
      const text = texts[number]
      return text ? (slabs[text.slab]?.toString('utf8', text.from, text.to) ?? '') : ''
    },
  }
}
