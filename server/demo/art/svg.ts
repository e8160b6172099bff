/** Markup of one or more SVG elements. */
export type Svg = string

type Box = readonly [x: number, y: number, width: number, height: number]
type Oval = readonly [cx: number, cy: number, rx: number, ry: number]

/** One decimal is finer than a pixel at any size the artwork is shown in, and keeps the files small. */
export const tidy = (n: number): string => String(Math.round(n * 10) / 10)

export const path = (d: string, fill: string): Svg => `<path d="${d}" fill="${fill}"/>`

/** A stroke with round ends: the picture's root says so for all of them, and that they are not filled. */
export const line = (d: string, colour: string, width: number): Svg =>
  `<path d="${d}" stroke="${colour}" stroke-width="${width}"/>`

export const circle = (cx: number, cy: number, r: number, fill: string): Svg =>
  `<circle cx="${tidy(cx)}" cy="${tidy(cy)}" r="${tidy(r)}" fill="${fill}"/>`

export const oval = ([cx, cy, rx, ry]: Oval, fill: string): Svg =>
  `<ellipse cx="${tidy(cx)}" cy="${tidy(cy)}" rx="${tidy(rx)}" ry="${tidy(ry)}" fill="${fill}"/>`

export const box = ([x, y, width, height]: Box, fill: string, radius = 0): Svg =>
  `<rect x="${tidy(x)}" y="${tidy(y)}" width="${tidy(width)}" height="${tidy(height)}"` +
  `${radius ? ` rx="${radius}"` : ''} fill="${fill}"/>`

export const group = (transform: string, ...parts: readonly Svg[]): Svg =>
  `<g transform="${transform}">${parts.join('')}</g>`

/** A filled outline, with parts painted on it that do not run over its edge. */
export const painted = (outline: string, fill: string, ...parts: readonly Svg[]): Svg => {
  // Named after the outline: on a page with many pictures, a name stands twice only for the same shape.
  const id = `c${textHash(outline).toString(36)}`
  const clip = `<clipPath id="${id}"><path d="${outline}"/></clipPath>`
  return `${clip}${path(outline, fill)}<g clip-path="url(#${id})">${parts.join('')}</g>`
}

/** The parts, and again as in a mirror standing at the picture's vertical middle. */
export const mirrored = (...parts: readonly Svg[]): Svg =>
  parts.join('') + group('matrix(-1 0 0 1 800 0)', ...parts)

/** Elements, or the outlines for one: a crowd of equal strokes is smaller as a single path. */
export const times = (count: number, draw: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => draw(at)).join('')

/** The part of a short list that belongs to a place, from the start again after the last. */
export const nth = <T>(list: readonly T[], at: number): T => list[at % list.length] as T

/** A number spread evenly over 32 bits, from a text: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
export function textHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
