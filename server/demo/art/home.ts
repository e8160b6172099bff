import { type Palette, paint } from './palettes.ts'
import { drawing, flower, leaf } from './shapes.ts'
import { box, circle, group, line, nth, oval, painted, path, type Svg, times } from './svg.ts'

const lamp = drawing('evening', (p) => [
  box([388, 400, 24, 200], paint.woodDeep),
  oval([400, 470, 46, 60], p.accent) + oval([386, 456, 14, 30], paint.shine),
  path('M270 640Q280 588 400 588T530 640z', p.accentDeep),
  painted(
    'M300 170H500L590 420H210z',
    p.main,
    line(
      times(6, (i) => `M${320 + i * 32} 160L${240 + i * 64} 430`),
      p.light,
      6,
    ),
    path('M460 160L520 430H620V160z', paint.shade),
  ),
  box([204, 406, 392, 24], p.deep, 12),
  box([294, 160, 212, 20], p.deep, 10),
  line('M470 430V500', paint.woodDeep, 5),
  circle(470, 508, 11, paint.flame),
])

const lantern = drawing('evening', (p) => [
  line('M250 560C150 120 650 120 550 560', paint.ink, 12),
  path('M330 250H470L500 300H300z', p.main) + box([370, 206, 60, 50], p.deep, 10),
  painted(
    'M310 300H490Q560 400 490 540H310Q240 400 310 300z',
    '#fff8ea99',
    path('M450 290Q520 410 440 550H580V290z', paint.shade),
    line('M300 350Q280 420 310 490', paint.shine, 16),
  ),
  path('M400 350C440 410 446 440 430 474Q400 500 370 474C354 440 376 420 400 350z', paint.flame),
  path('M400 420Q424 456 400 484Q376 456 400 420z', '#e2793f'),
  line('M306 360H494M296 450H504', p.deep, 8),
  box([286, 536, 228, 40], p.deep, 10),
  painted('M280 576H520L560 640H240z', p.main, path('M460 570L500 650H580V570z', paint.shade)),
  box([226, 626, 348, 20], p.deep, 10),
  circle(548, 592, 15, paint.flame),
])

const taper = (x: number, top: number, p: Palette): Svg =>
  painted(
    `M${x - 38} ${top}Q${x} ${top + 16} ${x + 38} ${top}V590H${x - 38}z`,
    p.main,
    line(
      times(8, (i) => `M${x - 40} ${top + 30 + i * 48}l80-24`),
      p.light,
      6,
    ),
    box([x + 8, top, 40, 450], paint.shade),
  ) +
  line(`M${x} ${top + 6}v-26`, paint.ink, 6) +
  path(`M${x} ${top - 110}q34 52 0 88q-34-36 0-88z`, paint.flame) +
  path(`M${x} ${top - 70}q15 26 0 46q-15-20 0-46z`, '#e2793f')

const candles = drawing('evening', (p) => [
  taper(270, 330, p) + taper(530, 370, p) + taper(400, 240, p),
  painted('M160 584H640L600 640H200z', p.accent, path('M520 570L500 650H660V570z', paint.shade)),
  box([150, 574, 500, 22], p.accentDeep, 11),
])

const clock = drawing('disc', (p) => [
  circle(400, 400, 268, p.deep),
  circle(394, 392, 262, p.main),
  circle(400, 400, 214, p.deep),
  circle(402, 404, 208, paint.white),
  times(12, (i) =>
    group(
      `rotate(${i * 30} 400 402)`,
      box([i % 3 ? 395 : 391, 214, i % 3 ? 10 : 18, i % 3 ? 26 : 44], paint.ink, 4),
    ),
  ),
  line('M400 402L320 320', paint.ink, 20),
  line('M400 402L474 268', paint.ink, 14),
  line('M400 402L400 556', p.accent, 6),
  circle(400, 402, 21, p.accent),
  line('M190 316A228 228 0 0 1 300 196', paint.shine, 14),
])

const vase = drawing('room', (p) => [
  line('M400 340Q390 220 330 130M404 340Q420 200 480 150M400 340V200', paint.leafDeep, 8),
  leaf([374, 230, -150, 80], paint.leaf) +
    leaf([424, 250, -36, 80], paint.leaf) +
    leaf([400, 280, -140, 70], paint.leafDeep),
  flower(326, 130, 54, p.accentLight) + flower(484, 146, 60, p.accent) + flower(402, 196, 46, paint.white),
  painted(
    'M360 320H440V390C440 430 540 450 540 540Q540 640 460 640H340Q260 640 260 540C260 450 360 430 360 390z',
    p.main,
    path('M470 310Q540 520 440 650H580V310z', paint.shade),
    path('M250 560Q330 530 400 566T560 556V660H250z', p.deep),
    line('M300 540Q306 490 348 466', paint.shine, 16),
  ),
  box([346, 308, 108, 24], p.light, 12),
])

const stool = drawing('room', (p) => [
  path('M282 360L206 640H252L330 370zM518 360L594 640H548L470 370z', paint.woodDeep),
  path('M376 360L372 668H424L424 360z', paint.wood),
  line('M244 540Q400 570 556 540', paint.wood, 18),
  painted('M180 300Q180 380 400 380T620 300z', paint.woodDeep, path('M500 290H640V390H480z', paint.shade)),
  oval([400, 300, 222, 60], p.main),
  oval([400, 296, 170, 40], p.light),
  oval([400, 293, 104, 22], p.pale),
])

const house = (x: number, y: number, wall: string, roof: string): Svg =>
  box([x, y, 86, 480 - y], wall) +
  path(`M${x - 6} ${y}L${x + 43} ${y - 56}L${x + 92} ${y}z`, roof) +
  times(4, (i) => box([x + 16 + (i % 2) * 34, y + 22 + Math.floor(i / 2) * 56, 20, 30], paint.cream, 3)) +
  path(`M${x + 32} 480v-30a12 12 0 0 1 24 0v30z`, paint.ink)

const print = drawing('room', (p) => [
  box([150, 110, 500, 460], paint.ink, 8),
  box([166, 126, 468, 428], paint.woodDeep, 4),
  box([180, 140, 440, 400], paint.white),
  painted(
    'M220 180H580V500H220z',
    p.pale,
    circle(300, 240, 30, p.accentLight),
    house(224, 330, p.main, p.deep),
    house(400, 300, p.accent, p.accentDeep),
    house(488, 350, p.light, p.main),
    house(312, 280, paint.cream, p.accentDeep),
    box([210, 478, 380, 40], p.deep),
    circle(355, 312, 16, paint.white),
  ),
])

const bar = (x: number, y: number, fill: string, band: string): Svg =>
  group(
    `translate(${x} ${y})`,
    painted(
      'M30 0H450Q480 0 480 30V80Q480 110 450 110H30Q0 110 0 80V30Q0 0 30 0z',
      fill,
      box([160, 0, 160, 120], band),
      box([0, 82, 480, 40], paint.shade),
      box([26, 16, 110, 14], paint.shine, 7),
    ),
  )

const soap = drawing('tiles', (p) => [
  bar(160, 530, p.deep, paint.white),
  bar(170, 414, p.main, paint.cream),
  group(
    'rotate(-5 400 340)',
    bar(160, 298, p.light, paint.white),
    leaf([350, 360, -20, 100], paint.leafDeep),
  ),
  times(6, (i) =>
    bubble(
      nth([200, 250, 560, 620, 590, 520], i),
      nth([230, 180, 210, 160, 110, 150], i),
      nth([34, 22, 40, 24, 16, 14], i),
    ),
  ),
])

const bubble = (x: number, y: number, r: number): Svg =>
  circle(x, y, r, '#fff8eaaa') + circle(x - r * 0.3, y - r * 0.3, r * 0.26, paint.white)

const balm = drawing('tiles', (p) => [
  group(
    'rotate(-14 540 480)',
    circle(560, 470, 170, p.deep),
    circle(556, 466, 158, p.main),
    circle(556, 466, 118, p.pale),
    leaf([500, 510, -42, 150], paint.leafDeep),
    leaf([540, 516, -10, 90], paint.leaf),
  ),
  painted(
    'M130 520H490V590Q490 640 440 640H180Q130 640 130 590z',
    paint.steel,
    box([400, 500, 100, 150], paint.shade),
    line(
      times(9, (i) => `M${160 + i * 38} 556v56`),
      paint.steelDeep,
      6,
    ),
  ),
  oval([310, 520, 180, 54], paint.steelDeep),
  oval([310, 516, 172, 48], paint.steel),
  oval([310, 522, 154, 38], p.pale),
  path('M200 522Q260 480 310 516T430 510Q420 548 310 556T200 522z', paint.white),
])

export const home = { lamp, lantern, candles, clock, vase, stool, print, soap, balm }
