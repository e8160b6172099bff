import { type Palette, paint } from './palettes.ts'
import { drawing, leaf, spiral, sprig, steam } from './shapes.ts'
import { box, circle, group, line, mirrored, oval, painted, path, type Svg, times } from './svg.ts'

const breadBoard = box([100, 596, 600, 44], paint.wood, 22) + box([100, 622, 600, 18], paint.woodDeep, 9)

const loaf = drawing('stall', () => [
  breadBoard,
  painted(
    'M150 530C140 390 260 300 400 300S660 390 650 530C646 590 590 600 400 600S154 590 150 530z',
    paint.crust,
    oval([370, 400, 250, 120], paint.crustLight),
    path('M560 250C600 400 560 560 440 620H720V250z', paint.shade),
    oval([400, 610, 280, 40], paint.crustDeep),
    line('M400 326V560', paint.cream, 12),
    mirrored(times(3, (i) => leaf([400, 400 + i * 66, -36, 170 - i * 16], paint.cream, 0.13))),
  ),
])

const slice = (x: number, crumb: string): Svg =>
  group(
    `translate(${x} 0)`,
    painted(
      'M0 420C-34 330 210 330 176 420V596H0z',
      paint.crustDeep,
      path('M16 422C-4 350 180 350 160 422V582H16z', crumb),
    ),
    times(9, (i) =>
      oval([36 + (i % 3) * 50, 420 + Math.floor(i / 3) * 54 + (i % 2) * 14, 8, 5], '#40322d55'),
    ),
  )

const tinLoaf = drawing('stall', (p) => [
  breadBoard,
  painted(
    'M190 440C150 350 260 340 300 348C420 320 560 330 600 350C680 350 672 420 650 440V560' +
      'Q650 600 610 600H230Q190 600 190 560z',
    p.deep,
    box([150, 480, 540, 140], paint.shade),
    path('M200 420C260 350 560 340 640 400C540 380 320 380 200 420z', paint.shine),
    times(16, (i) => oval([270 + ((i * 53) % 350), 370 + ((i * 37) % 80), 11, 6], paint.crustLight)),
  ),
  slice(156, paint.crustLight),
  slice(118, paint.cream),
])

const knot = (x: number, y: number): Svg =>
  circle(x, y, 108, paint.crust) +
  line(spiral(x, y, 94), paint.crustDeep, 9) +
  line(`M${x - 60} ${y - 52}Q${x} ${y - 100} ${x + 52} ${y - 58}`, paint.shine, 12)

const knots = drawing('stall', (p) => [
  path('M110 600L690 600L640 640H160z', paint.white),
  knot(290, 512),
  knot(510, 512),
  knot(400, 340),
  times(14, (i) => box([250 + ((i * 71) % 300), 270 + ((i * 47) % 290), 12, 8], paint.white, 3)),
  box([130, 606, 540, 34], p.accent, 17),
])

const snaps = drawing('stall', () => [
  times(4, (i) =>
    box([150 + (i % 2) * 14, 596 - i * 38, 290, 44], i % 2 ? paint.crustLight : paint.crust, 22),
  ),
  circle(500, 470, 172, paint.crustDeep),
  circle(496, 464, 166, paint.crust),
  circle(496, 464, 128, paint.crustLight),
  times(12, (i) => {
    const turn = (i * Math.PI) / 6
    return circle(496 + Math.cos(turn) * 106, 464 + Math.sin(turn) * 106, i % 3 ? 7 : 12, paint.crustDeep)
  }),
  line('M496 464V388M496 464L548 494', paint.crustDeep, 14),
  circle(496, 464, 14, paint.crustDeep),
])

interface JarLook {
  readonly fill: string
  readonly lid: readonly Svg[]
  readonly label: readonly Svg[]
}

const jar = ({ fill, lid, label }: JarLook): Svg =>
  painted(
    'M264 300H536Q580 330 580 390V580Q580 640 520 640H280Q220 640 220 580V390Q220 330 264 300z',
    '#fff8eacc',
    box([220, 360, 360, 290], fill),
    oval([400, 360, 180, 14], paint.shine),
    box([500, 290, 90, 360], paint.shade),
    box([244, 330, 22, 280], paint.shine, 11),
  ) +
  box([290, 418, 220, 160], paint.white, 12) +
  [...label, ...lid].join('')

const hexagon = (x: number, y: number, fill: string): Svg =>
  path(`M${x} ${y - 30}l26 15v30l-26 15l-26-15v-30z`, fill)

const honeyJar = drawing('stall', (p) => [
  jar({
    fill: p.main,
    lid: [box([250, 240, 300, 66], p.accent, 14), box([250, 284, 300, 22], p.accentDeep, 10)],
    label: [hexagon(370, 486, p.main), hexagon(426, 486, p.light), hexagon(398, 534, p.deep)],
  }),
  line('M700 330L610 560', paint.woodDeep, 16),
  group(
    'translate(600 584) rotate(21)',
    times(4, (i) => box([-38 + (i % 3 ? 0 : 8), -36 + i * 20, i % 3 ? 76 : 60, 15], paint.wood, 8)),
  ),
])

const gingham = (p: Palette): Svg =>
  painted(
    'M232 312Q250 232 290 228H510Q550 232 568 312Q530 296 500 314Q450 296 400 314Q350 296 300 314' +
      'Q270 296 232 312z',
    paint.white,
    times(8, (i) => box([236 + i * 44, 210, 22, 120], p.accentLight)),
    times(3, (i) => box([220, 236 + i * 34, 360, 15], '#40322d1f')),
  ) + line('M262 280Q400 292 538 280', paint.woodDeep, 9)

const plum = (x: number, y: number, p: Palette): Svg =>
  circle(x, y, 44, p.deep) + line(`M${x - 22} ${y - 18}q8-14 22-16`, paint.shine, 9)

const jamJar = drawing('stall', (p) => [
  jar({
    fill: p.main,
    lid: [gingham(p)],
    label: [
      circle(378, 508, 34, p.main),
      circle(426, 520, 30, p.deep),
      leaf([396, 476, -34, 66], paint.leaf),
    ],
  }),
  leaf([650, 560, -60, 80], paint.leafDeep),
  plum(640, 600, p),
  plum(166, 598, p),
])

export const saltsJar = drawing('tiles', (p) => [
  jar({
    fill: p.pale,
    lid: [
      path(
        times(16, (i) => `M${240 + ((i * 67) % 300)} ${376 + ((i * 41) % 240)}h16v16h-16z`),
        paint.white,
      ),
      path(
        times(16, (i) => `M${252 + ((i * 83) % 300)} ${380 + ((i * 53) % 240)}h14v14h-14z`),
        p.light,
      ),
      box([290, 418, 220, 160], paint.white, 12),
      sprig([400, 566, -90, 130], p.accent, 3),
      path('M276 226H524L536 304H264z', paint.wood),
      path('M450 226H524L536 304H462z', paint.shade),
    ],
    label: [],
  }),
  line('M268 318H532', paint.cream, 12),
  group(
    'translate(660 610) rotate(-24)',
    box([-110, -9, 120, 18], paint.wood, 9),
    oval([34, 0, 46, 28], paint.woodDeep),
  ),
])

const oilBottle = drawing('stall', (p) => [
  painted(
    'M356 250H444V340Q520 390 520 470V600Q520 640 480 640H320Q280 640 280 600V470Q280 390 356 340z',
    p.light,
    box([270, 400, 260, 250], p.main),
    oval([400, 400, 130, 12], p.light),
    sprig([400, 630, -91, 300], paint.leafDeep, 6),
    box([462, 240, 80, 400], paint.shade),
    box([304, 440, 18, 160], paint.shine, 9),
  ),
  box([346, 232, 108, 30], p.deep, 10),
  path('M362 176H438L432 236H368z', paint.wood),
  box([280, 506, 240, 84], paint.white),
  oval([372, 548, 24, 30], p.main),
  leaf([392, 548, -16, 80], paint.leaf),
  sprig([560, 632, -14, 150], paint.leafDeep),
])

const clockTower = (p: Palette): Svg =>
  path('M352 600V420L400 360L448 420V600z', p.deep) +
  circle(400, 452, 30, paint.white) +
  line('M400 452V434M400 452L412 460', paint.ink, 5) +
  path('M380 600v-48a20 20 0 0 1 40 0v48z', paint.white)

const teaTin = drawing('stall', (p) => [
  painted(
    'M250 260H550V620Q550 640 530 640H270Q250 640 250 620z',
    p.main,
    box([470, 250, 90, 400], paint.shade),
    box([270, 250, 18, 400], paint.shine),
  ),
  box([236, 196, 328, 84], p.accent, 16),
  box([236, 258, 328, 22], p.accentDeep, 10),
  box([296, 330, 208, 276], paint.cream, 100),
  clockTower(p),
  times(7, (i) => leaf([590 + (i % 4) * 26, 630 - Math.floor(i / 4) * 14, i * 47, 34], paint.leafDeep)),
])

const bean = (x: number, y: number, turn: number): Svg =>
  group(
    `translate(${x} ${y}) rotate(${turn})`,
    oval([0, 0, 38, 26], '#6d4630'),
    line('M-32 2Q-8-12 4 0T32-2', '#4a2f22', 6),
  )

const coffeeBag = drawing('stall', (p) => [
  painted(
    'M240 230L560 230L580 600Q580 640 540 640H260Q220 640 220 600z',
    p.main,
    path('M480 220L520 640H600V220z', paint.shade),
    line('M300 300L280 640', paint.shine, 12),
  ),
  path('M240 236L252 168H548L560 236z', p.deep),
  box([262, 216, 276, 24], paint.woodLight, 8),
  circle(400, 440, 100, paint.cream),
  path('M336 478C356 462 352 384 400 380S444 462 464 478z', p.accent),
  box([326, 474, 148, 18], p.accentDeep, 9),
  circle(400, 504, 15, p.accentDeep) + circle(400, 374, 11, p.accent),
  bean(170, 610, -20) + bean(250, 622, 30) + bean(620, 612, 14) + bean(206, 570, 70),
])

const mug = drawing('tiles', (p) => [
  steam(370, 300),
  line('M540 400C680 380 680 570 530 552', p.deep, 42),
  painted(
    'M220 340H560V560Q560 640 480 640H300Q220 640 220 560z',
    p.main,
    box([220, 520, 340, 140], paint.cream),
    box([220, 506, 340, 14], p.deep),
    path('M470 330H570V650H400Q480 600 470 330z', paint.shade),
    box([246, 370, 22, 160], paint.shine, 11),
  ),
  oval([390, 340, 170, 30], p.light),
  oval([390, 346, 148, 22], '#6d4630'),
])

export const pantry = { loaf, tinLoaf, knots, snaps, honeyJar, jamJar, oilBottle, teaTin, coffeeBag, mug }
