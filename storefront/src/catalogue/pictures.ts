import type { Product } from './prices.ts'

export interface Image {
  readonly url: string
  readonly alt: string
}

/** All pictures of a product, with those that only a variant has, each once. */
export function picturesOf({ images, variants, title }: Product): readonly Image[] {
  const pictures = new Map(images.map((image) => [image.url, image]))
  for (const { image } of variants) {
    if (image && !pictures.has(image)) pictures.set(image, { url: image, alt: title })
  }
  return [...pictures.values()]
}
