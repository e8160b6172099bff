import { type Palette, paint } from './palettes.ts'
import { box, circle, line, nth, painted, path, type Svg, textHash, tidy, times } from './svg.ts'

/** Where a thing stands. Standing things have their feet at this height. */
export const GROUND = 640

const FLOOR = 590
const floor = (p: Palette): Svg => box([0, FLOOR, 800, 210], p.floor)

/** Under a market stall's awning. */
const stall = (p: Palette): Svg =>
  floor(p) +
  circle(400, 430, 270, p.back) +
  box([0, FLOOR, 800, 210], p.floor) +
  times(8, (i) => {
    const fill = i % 2 ? paint.white : p.accentLight
    return path(`M${i * 100} 0h100v70a50 46 0 0 1-100 0z`, fill)
  })

const tiles = (p: Palette): Svg => {
  // The pattern is named after its colour, as two pictures on one page may tile the wall differently.
  const id = `tiles${p.back.slice(1)}`
  const tile = (x: number, y: number) => box([x, y, 148, 106], p.back, 10)
  return (
    `<pattern id="${id}" width="160" height="236" patternUnits="userSpaceOnUse">` +
    `${tile(6, 6)}${tile(-74, 124)}${tile(86, 124)}</pattern>` +
    box([0, 0, 800, FLOOR], `url(#${id})`) +
    floor(p)
  )
}

const disc = (p: Palette): Svg => circle(400, 400, 325, p.back)

const hills = (p: Palette): Svg =>
  circle(610, 190, 84, '#f0bf78') +
  path('M0 470Q190 330 420 470T800 430V800H0z', p.back) +
  path('M0 610Q240 540 470 590T800 570V800H0z', p.floor)

const desk = (p: Palette): Svg =>
  `<g transform="rotate(-7 400 400)">${box([120, 90, 560, 620], p.back, 18)}</g>`

const ALCOVE = `M150 ${FLOOR}V340a250 250 0 0 1 500 0V${FLOOR}z`

const room = (p: Palette): Svg => path(ALCOVE, p.back) + floor(p)

/** A room by lamplight. */
const evening = (p: Palette): Svg =>
  box([0, 0, 800, 800], '#40322d1c') +
  painted(ALCOVE, p.back, circle(400, 380, 280, '#f7c95c33'), circle(400, 370, 190, '#f7c95c3d')) +
  floor(p)

const nursery = (p: Palette): Svg =>
  circle(400, 420, 265, p.back) +
  floor(p) +
  line('M-10 50Q400 170 810 50', p.floor, 6) +
  times(7, (i) => {
    const x = 62 + i * 112
    const y = 72 + 40 * (1 - ((x - 400) / 400) ** 2)
    const fill = nth([p.accentLight, paint.white, p.light], i)
    return path(`M${x - 36} ${tidy(y - 8)}h72l-36 72z`, fill)
  })

const sky = (p: Palette): Svg => {
  const cloud = (x: number, y: number) =>
    path(`M${x} ${y}a40 40 0 0 1 60-36a56 56 0 0 1 100 8a36 36 0 0 1 20 70h-150a30 30 0 0 1-30-42z`, p.back)
  return cloud(60, 250) + cloud(560, 180) + cloud(520, 560) + path('M0 700Q260 610 800 710V800H0z', p.floor)
}

const scenes = { stall, tiles, disc, hills, desk, room, evening, nursery, sky }

export type Scene = keyof typeof scenes

/** Whether things stand in this scene, or lie and hang in the middle of it. */
export const hasGround = (scene: Scene): boolean => !['disc', 'desk', 'sky'].includes(scene)

/** Paper with its fibres: specks whose places follow from the seed. */
function specks(seed: string): Svg {
  const fibres = (name: string) =>
    times(14, (i) => {
      const spot = textHash(`${seed} ${name} ${i}`)
      return `M${spot % 800} ${(spot >>> 10) % 800}h${spot % 7}`
    })
  return line(fibres('dark'), paint.shade, 4) + line(fibres('light'), '#fff8ea99', 5)
}

export const sceneryOf = (scene: Scene, palette: Palette, seed: string): Svg =>
  box([0, 0, 800, 800], palette.paper) + scenes[scene](palette) + specks(seed)
