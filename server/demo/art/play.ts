import { type Palette, paint } from './palettes.ts'
import { drawing, lark, steam } from './shapes.ts'
import { box, circle, group, line, mirrored, nth, oval, painted, path, type Svg, times } from './svg.ts'

const wheel = (x: number, y: number, r: number, p: Palette): Svg =>
  circle(x, y, r, p.accent) + circle(x, y, r * 0.62, paint.woodLight) + circle(x, y, r * 0.24, paint.woodDeep)

const train = drawing('nursery', (p) => [
  steam(196, 330),
  box([90, 566, 360, 36], paint.woodDeep, 12),
  painted(
    'M120 430Q120 410 140 410H330V570H120z',
    p.main,
    box([120, 410, 220, 26], paint.shine),
    times(2, (i) => box([180 + i * 70, 400, 14, 180], p.deep)),
  ),
  box([320, 330, 130, 246], p.deep, 10),
  box([348, 370, 74, 70], paint.cream, 10),
  box([300, 306, 170, 36], p.accent, 12),
  path('M164 410L156 336H226L218 410z', paint.wood) + box([146, 316, 90, 30], p.accentDeep, 10),
  circle(274, 404, 26, paint.flame),
  line('M450 590H510', paint.ink, 12),
  box([500, 566, 220, 36], paint.woodDeep, 12),
  box([520, 470, 80, 96], p.light, 8) +
    circle(650, 516, 50, p.accentLight) +
    path('M528 470L560 410L592 470z', p.accent),
  wheel(164, 596, 44, p) +
    wheel(270, 596, 44, p) +
    wheel(392, 580, 60, p) +
    wheel(550, 600, 40, p) +
    wheel(670, 600, 40, p),
])

const rings = drawing('nursery', (p) => [
  box([388, 180, 24, 400], paint.woodLight, 12),
  circle(400, 190, 44, p.accent),
  times(5, (i) => {
    const [half, y] = [76 + i * 34, 234 + i * 72]
    const fill = nth([p.light, p.accentLight, p.main, p.accent, p.deep], i)
    return painted(
      `M${400 - half} ${y}H${400 + half}a35 35 0 0 1 0 70H${400 - half}a35 35 0 0 1 0-70z`,
      fill,
      box([400 + half * 0.4, y, 300, 70], paint.shade),
      box([400 - half, y + 12, half, 12], paint.shine, 6),
    )
  }),
  box([180, 594, 440, 46], paint.wood, 22),
])

const kite = drawing('sky', (p) => [
  line('M400 560C470 600 330 660 420 700S470 780 440 810', p.deep, 7),
  times(3, (i) =>
    group(
      `translate(${[428, 388, 436][i]} ${[598, 654, 716][i]}) rotate(${[-20, 24, -12][i]})`,
      path('M0 0L-36-22V22zM0 0L36-22V22z', i % 2 ? p.main : p.accent),
    ),
  ),
  group(
    'rotate(14 400 340)',
    path('M400 70L590 300L400 570z', p.accent),
    path('M400 70L210 300L400 570z', p.main),
    path('M400 70L590 300H400z', p.accentLight),
    path('M210 300H400V570z', p.deep),
    line('M400 70V570M210 300H590', paint.woodDeep, 8),
    circle(400, 300, 46, paint.white) + circle(400, 300, 26, p.main),
  ),
])

const rockingHorse = drawing('nursery', (p) => [
  line('M96 560Q400 720 704 560', p.accent, 34),
  box([220, 590, 360, 22], paint.woodDeep, 11),
  path('M200 330C130 330 120 420 150 480C170 430 190 420 220 400z', p.deep),
  path('M250 400L216 610H268L330 440zM560 400L580 610H530L470 450z', paint.woodDeep),
  painted(
    'M214 330C260 300 400 350 460 300C480 250 500 190 560 170L572 140L596 172' +
      'C640 190 660 240 690 276C700 304 670 324 646 312L596 296C590 370 590 430 540 460' +
      'Q400 500 260 460C200 430 190 360 214 330z',
    paint.woodLight,
    path('M200 420Q400 490 600 400V520H200z', paint.shade),
  ),
  path(
    'M560 166C510 180 470 230 452 320C480 320 500 300 512 282C510 260 540 240 530 220' +
      'C556 214 552 190 560 166z',
    p.deep,
  ),
  path('M330 330Q400 352 440 318L450 420Q390 450 320 420z', p.main),
  box([312, 316, 138, 26], p.accent, 13),
  line('M612 228L650 296M560 208Q600 270 560 330', p.main, 10),
  circle(606, 214, 9, paint.ink),
  path('M290 440L276 610H330L366 460zM520 440L544 610H492L450 460z', paint.wood),
])

const jigsaw = drawing('desk', (p) => [
  painted(
    'M190 180H400V240a40 40 0 1 1 0 80V390H340a40 40 0 1 0-80 0H190z',
    p.main,
    circle(280, 280, 60, paint.flame),
  ),
  painted(
    'M190 390H260a40 40 0 1 1 80 0H400V460a40 40 0 1 0 0 80V610H190z',
    p.accent,
    path('M180 500Q300 440 440 540V620H180z', p.accentDeep),
  ),
  painted(
    'M400 390H470a40 40 0 1 0 80 0H610V610H400V540a40 40 0 1 1 0-80z',
    p.accentLight,
    path('M380 560Q520 460 640 520V620H380z', p.accentDeep),
  ),
  group(
    'translate(64 -56) rotate(13 505 285)',
    painted(
      'M400 180H610V390H550a40 40 0 1 1-80 0H400V320a40 40 0 1 0 0-80z',
      p.light,
      lark(520, 290, 0.7, [paint.white, p.pale]),
    ),
  ),
])

const draughts = drawing('disc', (p) => [
  box([150, 150, 500, 500], paint.woodDeep, 22),
  box([184, 184, 432, 432], paint.cream),
  times(18, (i) => {
    const row = Math.floor(i / 3)
    return box([184 + ((i % 3) * 2 + (row % 2)) * 72, 184 + row * 72, 72, 72], p.main)
  }),
  times(9, (i) => {
    const [column, row] = [nth([0, 2, 4, 1, 5, 0, 4, 1, 3], i), nth([0, 0, 0, 1, 1, 4, 4, 5, 5], i)]
    const [x, y, fill] = [220 + column * 72, 220 + row * 72, row < 2 ? p.accent : paint.white]
    return (
      circle(x + 3, y + 5, 30, paint.shade) +
      circle(x, y, 29, fill) +
      `<circle cx="${x}" cy="${y}" r="18" fill="none" stroke="#40322d33" stroke-width="5"/>`
    )
  }),
])

const bear = drawing('nursery', (p) => [
  mirrored(circle(296, 216, 54, p.main), circle(296, 216, 30, p.pale)),
  mirrored(oval([236, 450, 54, 96], p.deep)),
  painted(
    'M400 360C520 360 550 470 540 550Q526 630 400 630T260 550C250 470 280 360 400 360z',
    p.main,
    oval([400, 520, 88, 96], p.pale),
  ),
  mirrored(oval([290, 596, 80, 54], p.main), oval([276, 600, 42, 34], p.pale)),
  painted(
    'M400 170C520 170 556 250 550 310Q536 400 400 400T250 310C244 250 280 170 400 170z',
    p.main,
    path('M500 160Q560 300 440 410H600V160z', paint.shade),
  ),
  oval([400, 336, 82, 58], p.pale),
  oval([400, 312, 28, 19], paint.ink),
  line('M400 330V350M372 358Q400 376 428 358', paint.ink, 7),
  mirrored(circle(330, 276, 13, paint.ink)),
  path('M270 394Q400 440 530 394L524 436Q400 476 276 436z', p.accent),
  path('M440 430L500 540L452 552L418 440z', p.accentDeep),
])

export const play = { train, rings, kite, rockingHorse, jigsaw, draughts, bear }
