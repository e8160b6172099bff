import { type Palette, paint } from './palettes.ts'
import { drawing, lark, leaf } from './shapes.ts'
import { box, circle, group, line, mirrored, nth, painted, path, type Svg, tidy, times } from './svg.ts'

const fringe = (x: number, y: number, width: number, colour: string): Svg =>
  line(
    times(8, (i) => `M${tidy(x + 8 + (i * (width - 16)) / 7)} ${y}v34`),
    colour,
    9,
  )

const tail = (p: Palette): Svg =>
  fringe(0, 400, 120, p.main) +
  painted(
    'M0 0H120V404H0z',
    p.main,
    times(3, (i) => box([0, 300 + i * 36, 120, 18], p.accent)),
    box([84, 0, 40, 410], paint.shade),
  )

const scarf = drawing('disc', (p) => [
  group('translate(300 270) rotate(9)', tail(p)),
  group('translate(404 296) rotate(-8)', tail(p)),
  line('M286 230C270 120 530 120 514 230', p.deep, 84),
  line('M280 240C300 380 500 380 520 240', p.main, 104),
  times(5, (i) =>
    line(`M${290 + i * 46} ${262 + nth([30, 66, 78, 66, 30], i)}l${(i - 2) * -10} 46`, p.accent, 14),
  ),
  path('M350 330Q420 300 466 330L456 424Q400 444 352 420z', p.light),
  line('M384 336L388 410M424 336L422 412', p.main, 6),
])

const beanie = drawing('disc', (p) => [
  circle(400, 168, 66, p.accent),
  times(9, (i) =>
    circle(400 + Math.cos(i * 0.7) * 52, 168 + Math.sin(i * 0.7) * 52, 24, i % 2 ? p.accentLight : p.accent),
  ),
  painted(
    'M190 520C180 300 280 214 400 214S620 300 610 520z',
    p.main,
    line(
      times(7, (i) => `M${220 + i * 60} 540C${240 + i * 53} 400 ${300 + i * 33} 280 ${370 + i * 10} 200`),
      p.deep,
      7,
    ),
    path('M500 200Q600 380 540 540H660V200z', paint.shade),
  ),
  painted(
    'M164 530Q164 490 204 490H596Q636 490 636 530V590Q636 630 596 630H204Q164 630 164 590z',
    p.light,
    line(
      times(12, (i) => `M${186 + i * 39} 490V640`),
      p.main,
      8,
    ),
    box([550, 480, 90, 160], paint.shade),
  ),
])

const sleeve = (fill: string, cuff: string): Svg =>
  painted('M300 206L196 260L110 560L196 590L290 400z', fill, path('M90 530L220 576L210 620L80 580z', cuff))

const jumper = drawing('disc', (p) => [
  mirrored(sleeve(p.main, p.deep)),
  painted(
    'M300 200Q400 250 500 200L580 250L560 420V660H240V420L220 250z',
    p.main,
    path('M220 190H580V290Q400 420 220 290z', p.pale),
    path(
      times(11, (i) => `M${230 + i * 34} ${332 - Math.abs(i - 5) * 8}l17 20l-17 20l-17-20z`),
      p.accent,
    ),
    times(9, (i) => circle(264 + i * 34, 250 + 34 - Math.abs(i - 4) * 6, 7, p.main)),
    box([230, 616, 340, 50], p.deep),
    line(
      times(12, (i) => `M${254 + i * 27} 622V660`),
      p.main,
      5,
    ),
    box([500, 190, 90, 480], paint.shade),
  ),
  line('M312 206Q400 262 488 206', p.deep, 28),
])

const tee = drawing('disc', (p) => [
  painted(
    'M300 190Q400 260 500 190L580 220L680 380L590 440L556 390V650Q556 670 536 670H264' +
      'Q244 670 244 650V390L210 440L120 380L220 220z',
    p.main,
    line('M556 390L566 300M244 390L234 300', p.deep, 6),
    path('M500 180L560 240V680H480Q540 400 500 180z', paint.shade),
  ),
  line('M304 194Q400 264 496 194', p.deep, 16),
  lark(392, 420, 0.95, [p.accent, p.accentLight]),
  times(5, (i) => path(`M${310 + i * 36} 500h36v18a18 16 0 0 1-36 0z`, i % 2 ? paint.white : p.accent)),
])

const sock = (p: Palette): Svg =>
  painted(
    'M0 0H130V270Q130 310 170 340L230 386Q270 430 230 466Q200 490 160 470L30 400Q0 380 0 330z',
    p.main,
    times(4, (i) => box([-10, 90 + i * 44, 160, 18], i % 2 ? p.accent : p.pale)),
    circle(4, 366, 62, p.accent),
    circle(236, 446, 66, p.accent),
    box([92, 0, 46, 290], paint.shade),
  ) + box([-8, -6, 146, 58], p.light, 16)

const socks = drawing('disc', (p) => [
  group('translate(400 130) rotate(6)', sock(p)),
  group('translate(216 180) rotate(-2)', sock(p)),
])

const mitten = (p: Palette): Svg =>
  painted(
    'M190 600V420Q140 430 128 390T150 320Q180 300 196 330C196 200 350 200 350 330V600z',
    p.main,
    times(5, (i) => circle(216 + i * 30, 520, 8, p.pale)),
    box([180, 540, 180, 70], p.pale),
    times(5, (i) => box([192 + i * 34, 540, 15, 70], p.accent)),
    box([318, 200, 40, 410], paint.shade),
  ) + path('M272 446l-44-46a26 26 0 0 1 44-30a26 26 0 0 1 44 30z', p.pale)

const mittens = drawing('disc', (p) => [
  line('M268 600C260 740 540 740 532 600', p.accent, 10),
  group('translate(0 -10) rotate(-7 270 400)', mitten(p)),
  group('matrix(-1 0 0 1 800 0)', group('rotate(-7 270 400)', mitten(p))),
])

const tote = drawing('disc', (p) => [
  group(
    'rotate(14 480 200)',
    box([446, 70, 76, 300], paint.crust, 38),
    times(4, (i) => line(`M466 ${120 + i * 44}l34-16`, paint.crustLight, 9)),
  ),
  times(5, (i) => leaf([350, 330, -128 + i * 22, 190], i % 2 ? paint.leaf : paint.leafDeep, 0.16)),
  line('M300 330C300 130 400 130 400 330', p.deep, 24),
  painted(
    'M200 310H600L626 650Q628 700 580 700H220Q172 700 174 650z',
    p.main,
    path('M520 300L560 710H650V300z', paint.shade),
    box([190, 310, 420, 26], p.deep),
  ),
  line('M330 330C330 170 480 170 480 330', p.light, 24),
  lark(392, 490, 1.05, [p.accent, p.accentLight]),
  line('M290 590H510', p.accent, 10),
])

const plaid = (p: Palette, left: number): Svg =>
  box([left, 0, 44, 800], p.pale) +
  box([left + 60, 0, 14, 800], p.accent) +
  box([left + 150, 0, 14, 800], p.pale)

const blanket = drawing('room', (p) => [
  times(3, (i) => {
    const y = 560 - i * 84
    return painted(
      `M196 ${y}Q150 ${y} 150 ${y + 40}T196 ${y + 80}H620Q650 ${y + 40} 620 ${y}z`,
      nth([p.deep, p.main, p.deep], i),
      plaid(p, 190) + plaid(p, 410),
      box([130, y + 36, 520, 8], paint.shade),
      box([580, y, 80, 90], paint.shade),
    )
  }),
  fringe(286, 524, 250, p.light),
  painted(
    'M230 300H560Q590 300 590 330V392H536V526H286V392H200V330Q200 300 230 300z',
    p.main,
    plaid(p, 310) + plaid(p, 470) + plaid(p, 190),
    box([190, 330, 410, 16], p.accent),
    box([190, 440, 410, 40], '#fff8ea77'),
    box([190, 380, 410, 12], paint.shade),
    box([520, 290, 80, 250], paint.shade),
  ),
])

const towels = drawing('tiles', (p) => [
  times(3, (i) => {
    const y = 560 - i * 84
    return painted(
      `M180 ${y}Q140 ${y} 140 ${y + 40}T180 ${y + 80}H620Q650 ${y + 40} 620 ${y}z`,
      nth([p.deep, p.main, p.pale], i),
      box([140, y + 36, 500, 8], paint.shade),
      box([520, y, 18, 90], p.accent),
      box([548, y, 8, 90], p.accent),
    )
  }),
  painted(
    'M250 392a66 66 0 0 1 0-132H560a66 66 0 0 1 0 132z',
    p.light,
    box([430, 250, 20, 150], p.accent),
    box([460, 250, 8, 150], p.accent),
  ),
  circle(250, 326, 66, p.main),
  circle(250, 326, 46, p.light) + circle(250, 326, 28, p.main) + circle(250, 326, 10, p.light),
])

const yarnBall = (x: number, y: number, p: Palette): Svg =>
  circle(x, y, 96, p.main) +
  times(4, (i) =>
    line(
      `M${x - 80 + i * 12} ${y - 50 + i * 34}Q${x} ${y - 90 + i * 44} ${x + 84 - i * 8} ${y - 26 + i * 26}`,
      i % 2 ? p.light : p.deep,
      9,
    ),
  ) +
  line(`M${x + 60} ${y + 72}q80 50 150 10`, p.main, 10)

const stitches = [
  '0010100',
  '0111110',
  '0111110',
  '0011100',
  '0001000',
  '0000000',
  '1010101',
  '0101010',
  '1010101',
]

const stitched = (mark: string): string =>
  times(63, (i) => {
    const [column, row] = [i % 7, Math.floor(i / 7)]
    return stitches[row]?.[column] === mark ? `M${245 + column * 42} ${172 + row * 38}h37v33h-37z` : ''
  })

const knitChart = drawing('desk', (p) => [
  group(
    'rotate(-5 380 380)',
    box([200, 110, 380, 540], paint.white, 8),
    path(stitched('0'), p.pale),
    path(stitched('1'), p.main),
    box([246, 556, 180, 14], p.deep, 7),
    box([246, 588, 120, 12], p.light, 6),
  ),
  line('M690 260L430 640M720 340L400 600', paint.woodDeep, 13),
  circle(690, 260, 17, p.accent) + circle(720, 340, 17, p.accent),
  yarnBall(520, 600, p),
])

export const cloth = { scarf, beanie, jumper, tee, socks, mittens, tote, blanket, towels, knitChart }
