import { type Palette, paint } from './palettes.ts'
import type { Scene } from './scenes.ts'
import { circle, group, line, path, type Svg, tidy, times } from './svg.ts'

/** A thing that can be drawn, and the scenery it is drawn in. */
export interface Drawing {
  readonly scene: Scene
  readonly draw: (palette: Palette) => readonly Svg[]
}

export const drawing = (scene: Scene, draw: Drawing['draw']): Drawing => ({ scene, draw })

/** Where a leaf or a stalk grows: from a point, turned by degrees clockwise from pointing right, so long. */
export type Reach = readonly [x: number, y: number, angle: number, length: number]

function leafOutline([x, y, angle, length]: Reach, fat: number): string {
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180) * length, Math.sin((angle * Math.PI) / 180) * length]
  const point = (along: number, aside: number) =>
    `${tidy(x + along * cos - aside * sin)} ${tidy(y + along * sin + aside * cos)}`
  return (
    `M${tidy(x)} ${tidy(y)}C${point(0.25, -fat)} ${point(0.75, -fat)} ${point(1, 0)}` +
    `C${point(0.75, fat)} ${point(0.25, fat)} ${tidy(x)} ${tidy(y)}z`
  )
}

export const leaf = (reach: Reach, fill: string, fat = 0.26): Svg => path(leafOutline(reach, fat), fill)

/** A stalk with pairs of leaves. */
export function sprig([x, y, angle, length]: Reach, fill: string, pairs = 4): Svg {
  const size = length / (pairs + 0.6)
  const leaves = times(pairs, (i) => {
    const along = (i + 0.7) * (length / (pairs + 0.4))
    return leafOutline([along, 0, -42, size], 0.26) + leafOutline([along, 0, 42, size], 0.26)
  })
  return group(
    `translate(${x} ${y}) rotate(${angle})`,
    line(`M0 0H${tidy(length * 0.9)}`, fill, 6),
    path(leaves + leafOutline([length * 0.85, 0, 0, size], 0.26), fill),
  )
}

export function flower(x: number, y: number, r: number, fill: string): Svg {
  const petals = times(6, (i) => {
    const turn = (i * Math.PI) / 3
    return circle(x + Math.cos(turn) * r * 0.62, y + Math.sin(turn) * r * 0.62, r * 0.42, fill)
  })
  return petals + circle(x, y, r * 0.34, paint.flame)
}

/** A line that winds inwards, as half circles of shrinking radius. */
export function spiral(cx: number, cy: number, r: number): string {
  const step = r / 7
  let d = `M${tidy(cx - r)} ${tidy(cy)}`
  for (let i = 0, left = r; left > step; i++, left -= step) {
    const across = i % 2 ? -(2 * left - step) : 2 * left - step
    d += `a${tidy(left - step / 2)} ${tidy(left - step / 2)} 0 0 1 ${tidy(across)} 0`
  }
  return d
}

export const steam = (x: number, y: number): Svg =>
  times(2, (i) => {
    const from = `M${x + i * 60 - 30} ${y - i * 14}`
    return line(`${from}c-26 -30 26 -48 0 -84s22 -48 4 -76`, paint.shine, 13)
  })

/** The bird on the shop's sign, facing right, about 200 wide and 150 high around its point. */
export const lark = (
  x: number,
  y: number,
  scale: number,
  colours: readonly [body: string, wing: string],
): Svg =>
  group(
    `translate(${x} ${y}) scale(${scale})`,
    path(
      'M-104 26C-66 20-52-14-24-36C-10-70 42-82 62-44L98-30L64-16C58 36 14 64-34 52C-58 46-78 52-104 26z',
      colours[0],
    ),
    path('M-60 24C-36-10-4-20 22-6C22 30-22 48-60 24z', colours[1]),
    path('M18-66C20-84 8-94-6-92C-2-82 2-72 10-64z', colours[0]),
    circle(40, -42, 7, paint.ink),
  )
