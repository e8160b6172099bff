import assert from 'node:assert/strict'
import { type Motif, motifs } from './art/motifs.ts'
import { type PaletteName, paletteOf } from './art/palettes.ts'
import { GROUND, hasGround, type Scene, sceneryOf } from './art/scenes.ts'
import { group, type Svg, tidy } from './art/svg.ts'
import type { DemoCategory } from './categories.ts'
import type { DemoProduct, DemoVariant } from './product.ts'

/** How a product is painted. */
export interface Picture {
  readonly motif: Motif
  readonly palette: PaletteName
  /** Other palettes for the values of one option: `{ Moss: 'forest' }`. */
  readonly looks?: Readonly<Record<string, PaletteName>>
}

const ROOT =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800"' +
  ' fill="none" stroke-linecap="round" stroke-linejoin="round">'

/** A soft shadow, falling a little to the right: the light in every picture comes from the upper left. */
const SHADOW =
  '<filter id="shadow" x="-10%" y="-10%" width="120%" height="125%" color-interpolation-filters="sRGB">' +
  '<feGaussianBlur in="SourceAlpha" stdDeviation="11"/><feOffset dx="7" dy="13"/>' +
  '<feColorMatrix values="0 0 0 0 .25 0 0 0 0 .18 0 0 0 0 .14 0 0 0 .34 0"/>' +
  '<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge></filter>'

const painting = (scenery: Svg, ...things: readonly Svg[]): Svg =>
  `${ROOT}${SHADOW}${scenery}${things.map((thing) => `<g filter="url(#shadow)">${thing}</g>`).join('')}</svg>`

/**
 * A product's picture, a standalone square SVG document under 6 KB: no script, no text, nothing fetched.
 * The same product gets the same bytes every time.
 *
 * @param look an option's value, such as a colour, whose variants are painted differently.
 */
export function artworkFor({ handle, art }: Pick<DemoProduct, 'handle' | 'art'>, look?: string): Svg {
  const { scene, draw } = motifs[art.motif]
  const palette = paletteOf((look !== undefined && art.looks?.[look]) || art.palette)
  return painting(sceneryOf(scene, palette, handle), draw(palette).join(''))
}

/** Which of a product's looks a variant has, to be given to `artworkFor`; none: it looks like the product. */
export const lookOf = (
  { art }: Pick<DemoProduct, 'art'>,
  variant: Pick<DemoVariant, 'options'>,
): string | undefined => Object.values(variant.options).find((value) => art.looks?.[value] !== undefined)

interface Place {
  readonly x: number
  readonly feet: number
  readonly scale: number
}

/** How one to three things share a picture, from the front to the back. */
const PLACES: readonly (readonly Place[])[] = [
  [],
  [{ x: 400, feet: GROUND, scale: 1 }],
  [
    { x: 280, feet: 700, scale: 0.8 },
    { x: 540, feet: 630, scale: 0.72 },
  ],
  [
    { x: 400, feet: 715, scale: 0.68 },
    { x: 590, feet: 630, scale: 0.62 },
    { x: 212, feet: 630, scale: 0.62 },
  ],
]

function placed(thing: Svg, { x, feet, scale }: Place, scene: Scene): Svg {
  const down = hasGround(scene) ? feet - GROUND * scale : feet - 262 - 400 * scale
  return group(`translate(${tidy(x - 400 * scale)} ${tidy(down)}) scale(${scale})`, thing)
}

/** A category's picture, under 12 KB: its things together in the scenery of the first. */
export function artworkForCategory({ handle, art }: Pick<DemoCategory, 'handle' | 'art'>): Svg {
  const [first] = art
  assert(first, `The category ${handle} has nothing in its picture.`)
  const { scene } = motifs[first.motif]
  const things = art.map(({ motif, palette }, at) => {
    const place = PLACES[art.length]?.[at]
    assert(place, `${handle} has more things in its picture than there are places.`)
    return placed(motifs[motif].draw(paletteOf(palette)).join(''), place, scene)
  })
  return painting(sceneryOf(scene, paletteOf(first.palette), handle), ...things.toReversed())
}
