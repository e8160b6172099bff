import { type Palette, paint } from './palettes.ts'
import { drawing, flower, lark, leaf } from './shapes.ts'
import { box, circle, group, line, mirrored, nth, oval, painted, path, type Svg, times } from './svg.ts'

const planter = drawing('hills', (p) => [
  times(7, (i) =>
    leaf(
      [400, 410, -162 + i * 24, nth([170, 220, 250, 270, 250, 220, 170], i)],
      i % 2 ? paint.leaf : paint.leafDeep,
      0.16,
    ),
  ),
  times(
    3,
    (i) =>
      line(`M400 400L${[330, 400, 478][i]} ${[230, 190, 226][i]}`, paint.leafDeep, 7) +
      flower(nth([330, 400, 478], i), nth([220, 180, 216], i), 36, p.accentLight),
  ),
  painted(
    'M236 440H564L530 610Q524 640 494 640H306Q276 640 270 610z',
    p.main,
    path('M490 430L440 650H600V430z', paint.shade),
    line('M290 480L312 600', paint.shine, 18),
  ),
  box([214, 388, 372, 70], p.light, 14),
  box([214, 436, 372, 22], p.deep, 10),
])

const wateringCan = drawing('hills', (p) => [
  line('M300 350C300 190 500 190 500 350', p.deep, 26),
  line('M226 420C110 420 120 580 240 570', p.deep, 26),
  path('M540 540L690 330L722 350L580 620z', p.deep),
  group('rotate(34 706 330)', path('M680 334H732L752 290H660z', p.main), oval([706, 290, 48, 13], p.light)),
  painted(
    'M220 370Q220 340 250 340H550Q580 340 580 370V600Q580 640 540 640H260Q220 640 220 600z',
    p.main,
    path('M490 330H600V650H440Q510 500 490 330z', paint.shade),
    box([248, 390, 20, 190], paint.shine, 10),
    box([200, 560, 400, 16], p.deep),
  ),
  oval([400, 344, 170, 24], p.light),
  oval([400, 348, 140, 15], p.deep),
  times(4, (i) => path(`M${742 + (i % 2) * 28} ${320 + i * 40}q-14 24 0 30q14-6 0-30z`, '#8fb4c4')),
])

const handle = (x: number): Svg =>
  painted(
    `M${x - 26} 470H${x + 26}L${x + 34} 650Q${x + 34} 690 ${x} 690T${x - 34} 650z`,
    paint.wood,
    box([x + 6, 460, 40, 240], paint.shade),
    box([x - 40, 640, 80, 14], paint.woodDeep),
  ) + box([x - 24, 430, 48, 54], paint.ink, 8)

const trowels = drawing('disc', (p) => [
  group(
    'rotate(-9 290 400)',
    box([280, 340, 20, 110], paint.steelDeep),
    painted(
      'M290 110C370 150 370 330 290 370C210 330 210 150 290 110z',
      p.main,
      path('M290 100H380V380H290z', paint.shade),
      line('M290 170V320', p.light, 10),
    ),
    handle(290),
  ),
  group(
    'rotate(9 510 400)',
    box([500, 330, 20, 120], paint.steelDeep),
    line('M444 130V270Q444 340 510 340T576 270V130M510 120V340', p.main, 30),
    line('M444 130V270M510 120V300', p.light, 8),
    handle(510),
  ),
])

const poppy = (x: number, y: number, fill: string): Svg =>
  line(`M${x} ${y}Q${x + 14} ${y + 80} ${x - 4} ${y + 170}`, paint.leafDeep, 8) +
  path(`M${x - 50} ${y - 10}q0-56 50-44q50-12 50 44q-20 46-50 40q-30 6-50-40z`, fill) +
  circle(x, y - 6, 13, paint.ink)

const seedPacket = drawing('desk', (p) => [
  group(
    'rotate(-7 380 400)',
    painted(
      'M220 130H540V680H220z',
      paint.cream,
      box([220, 130, 320, 90], p.main),
      times(16, (i) => path(`M${220 + i * 20} 218h20l-10 16z`, p.main)),
      box([270, 160, 220, 30], paint.cream, 15),
      path('M210 610Q300 560 380 590T560 570V690H210z', p.deep),
      poppy(300, 380, p.main) + poppy(460, 350, p.accent) + poppy(382, 430, p.light),
      times(5, (i) => leaf([290 + i * 46, 610, -110 + i * 10, 90], paint.leaf, 0.14)),
      box([480, 120, 70, 570], paint.shade),
    ),
  ),
  times(9, (i) => oval([590 + ((i * 41) % 120), 560 + ((i * 29) % 130), 9, 6], paint.woodDeep)),
])

const tulip = (x: number, y: number, fills: readonly [string, string]): Svg =>
  line(`M${x} ${y}V540`, paint.leafDeep, 12) +
  leaf([x, 540, -112, 190], paint.leaf, 0.15) +
  leaf([x, 540, -70, 160], paint.leafDeep, 0.15) +
  group(
    `translate(${x} ${y})`,
    path('M-54-90L-22-60L0-108L22-60L54-90Q66 20 0 24T-54-90z', fills[0]),
    path('M0-108L22-60Q20 0 0 24Q-20 0-22-60z', fills[1]),
  )

const bulb = (x: number): Svg =>
  group(
    `translate(${x} 520)`,
    painted(
      'M0 0C20 30 66 40 60 80Q50 120 0 120T-60 80C-66 40-20 30 0 0z',
      paint.woodLight,
      line('M0 10Q34 60 14 120M0 10Q-34 60-14 120', paint.wood, 6),
      box([24, -20, 50, 150], paint.shade),
    ),
  )

const tulips = drawing('hills', (p) => [
  tulip(230, 330, [p.main, p.light]),
  tulip(570, 350, [p.accent, p.accentLight]),
  tulip(400, 250, [p.light, p.pale]),
  bulb(230) + bulb(400) + bulb(570),
])

const birdhouse = drawing('hills', (p) => [
  box([376, 560, 48, 110], paint.woodDeep),
  painted(
    'M240 330L400 190L560 330V580H240z',
    p.main,
    times(4, (i) => line(`M${300 + i * 66} 180V600`, p.deep, 5)),
    box([480, 180, 90, 410], paint.shade),
  ),
  line('M196 358L400 176L604 358', p.accent, 48),
  box([214, 568, 372, 28], paint.wood, 8),
  circle(400, 390, 60, p.deep) + circle(400, 394, 50, paint.ink),
  box([388, 478, 24, 60], paint.wood, 12),
  lark(520, 500, 0.9, [paint.crust, paint.woodDeep]),
])

const boot = (p: Palette): Svg =>
  painted(
    'M0 0H150V290Q160 330 230 350Q300 372 300 420V450H0z',
    p.main,
    box([-10, 0, 180, 40], p.light),
    path('M120 30H190V320Q240 360 310 380V460H160Q120 300 120 30z', paint.shade),
    line('M26 80V330', paint.shine, 16),
    box([40, 66, 54, 36], p.accent, 6),
  ) + path('M-8 440H308V470Q308 486 292 486H196L184 474H96L84 486H8Q-8 486-8 470z', p.deep)

const boots = drawing('hills', (p) => [
  group('translate(330 128)', boot(p)),
  group('translate(170 156)', boot(p)),
  mirrored(times(2, (i) => leaf([110 + i * 26, 644, -108 + i * 26, 90], paint.leafDeep, 0.16))),
])

export const garden = { planter, wateringCan, trowels, seedPacket, tulips, birdhouse, boots }
