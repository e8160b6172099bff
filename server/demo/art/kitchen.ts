import { paint } from './palettes.ts'
import { drawing, leaf, steam } from './shapes.ts'
import { box, circle, group, line, mirrored, oval, painted, path, type Svg, times } from './svg.ts'

const pot = drawing('tiles', (p) => [
  steam(400, 270),
  mirrored(line('M180 430Q110 426 116 470T186 500', p.deep, 30)),
  painted(
    'M176 390H624V520Q624 640 504 640H296Q176 640 176 520z',
    p.main,
    path('M520 380H640V650H400Q540 600 520 380z', paint.shade),
    box([206, 420, 22, 130], paint.shine, 11),
  ),
  painted(
    'M160 394C170 300 300 276 400 276S630 300 640 394z',
    p.light,
    path('M520 270Q600 320 590 400H660V270z', paint.shade),
  ),
  box([150, 384, 500, 26], p.deep, 13),
  box([386, 246, 28, 36], paint.ink),
  oval([400, 244, 46, 20], paint.ink),
])

const kettle = drawing('tiles', (p) => [
  line('M250 380C250 180 550 180 550 380', paint.ink, 22),
  line('M300 262C340 214 460 214 500 262', paint.wood, 40),
  path('M560 520C640 500 640 420 700 380L724 400C690 450 690 560 560 590z', p.deep),
  painted(
    'M190 610C180 470 260 350 400 350S620 470 610 610Q606 640 570 640H230Q194 640 190 610z',
    p.main,
    path('M500 340Q590 480 500 650H660V340z', paint.shade),
    line('M240 540Q250 440 320 396', paint.shine, 20),
    box([150, 596, 500, 60], p.deep),
  ),
  oval([400, 356, 96, 22], p.light),
  circle(400, 328, 24, paint.ink),
  times(3, (i) => line(`M${730 + i * 14} ${352 - i * 20}l24-22`, paint.shine, 10)),
])

const breadKnife = group(
  'rotate(12 640 420)',
  box([622, 470, 38, 160], paint.ink, 14),
  path('M624 470V190Q660 210 660 260V470z', paint.steel),
  path('M648 470V214Q660 232 660 260V470z', paint.steelDeep),
)

const board = drawing('disc', (p) => [
  group(
    'rotate(-8 360 400)',
    painted(
      'M250 250Q250 220 290 216Q320 210 324 170V130Q324 96 360 96T396 130V170Q400 210 430 216' +
        'Q510 220 510 260V640Q510 680 470 680H250Q210 680 210 640V290Q210 262 250 250z',
      paint.wood,
      line(
        times(5, (i) => `M${236 + i * 62} 90C${210 + i * 66} 300 ${264 + i * 60} 480 ${232 + i * 64} 700`),
        paint.woodDeep,
        6,
      ),
      box([450, 90, 90, 600], paint.shade),
    ),
    circle(360, 136, 16, p.back),
  ),
  breadKnife,
  circle(330, 520, 74, '#e2c04e') + circle(330, 520, 62, '#f6e6a6'),
  line('M276 520h108M330 466v108M292 482l76 76M368 482l-76 76', '#e2c04e', 5),
  leaf([400, 420, -30, 80], paint.leaf) + leaf([404, 424, 40, 70], paint.leafDeep),
])

const spoons = drawing('tiles', (p) => [
  group(
    'rotate(-16 320 420)',
    box([308, 240, 24, 220], paint.wood, 12),
    oval([320, 200, 48, 66], paint.wood),
    oval([320, 206, 30, 44], paint.woodDeep),
  ),
  group(
    'rotate(13 490 420)',
    box([474, 240, 24, 220], paint.woodDeep, 12),
    box([446, 130, 80, 130], paint.woodDeep, 26),
    times(2, (i) => box([466 + i * 24, 160, 12, 70], p.paper, 6)),
  ),
  group(
    'rotate(-3 410 420)',
    box([398, 220, 24, 240], paint.woodLight, 12),
    oval([410, 170, 52, 74], paint.woodLight),
    oval([410, 178, 34, 50], paint.wood),
  ),
  painted(
    'M250 400H550L530 610Q526 640 496 640H304Q274 640 270 610z',
    p.main,
    box([240, 500, 320, 26], p.pale),
    box([240, 540, 320, 10], p.pale),
    path('M480 390L460 650H570V390z', paint.shade),
  ),
  box([236, 388, 328, 38], p.light, 19),
])

const mortar = drawing('tiles', (p) => [
  group(
    'rotate(28 500 300)',
    painted(
      'M470 130Q500 96 530 130L540 380Q540 420 500 420T460 380z',
      p.light,
      box([506, 90, 50, 340], paint.shade),
    ),
  ),
  painted(
    'M180 380H620C620 500 560 560 510 580L530 620Q530 640 510 640H290Q270 640 270 620L290 580' +
      'C240 560 180 500 180 380z',
    p.main,
    line(
      times(18, (i) => `M${190 + ((i * 97) % 420)} ${430 + ((i * 59) % 200)}h3`),
      p.pale,
      9,
    ),
    line(
      times(18, (i) => `M${200 + ((i * 83) % 410)} ${424 + ((i * 67) % 206)}h1`),
      p.deep,
      7,
    ),
    path('M520 370Q540 520 440 650H640V370z', paint.shade),
  ),
  oval([400, 382, 230, 42], p.light),
  oval([400, 390, 190, 28], p.deep),
  leaf([330, 386, -24, 70], paint.leaf) + leaf([400, 392, -160, 60], paint.leafDeep),
  circle(200, 622, 16, paint.ink) + circle(160, 630, 12, paint.ink) + circle(640, 628, 13, paint.ink),
])

const teapot = drawing('tiles', (p) => [
  line('M236 400C100 380 110 580 250 560', p.deep, 36),
  path('M550 590C650 580 660 470 716 396L664 380C640 440 610 450 560 470z', p.deep),
  oval([690, 388, 29, 10], p.light),
  painted(
    'M210 500C210 400 300 350 400 350S590 400 590 500S520 630 400 630S210 600 210 500z',
    p.main,
    path('M480 340Q590 480 460 640H620V340z', paint.shade),
    times(7, (i) => circle(250 + i * 52, 520 + (i % 2) * 24, 13, p.pale)),
    line('M250 470Q262 410 320 386', paint.shine, 18),
  ),
  box([310, 616, 180, 24], p.deep, 12),
  path('M304 362C310 310 360 300 400 300S490 310 496 362z', p.light),
  box([294, 352, 212, 22], p.deep, 11),
  circle(400, 288, 26, p.accent),
])

const bowl = (y: number, half: number, fill: string): Svg =>
  group(
    `translate(400 ${y})`,
    painted(
      `M${-half} 0H${half}C${half} 120 ${half * 0.6} 180 0 180S${-half} 120 ${-half} 0z`,
      fill,
      path(`M${half * 0.5} 0q10 120-120 190h300v-190z`, paint.shade),
    ),
  )

const bowls = drawing('tiles', (p) => [
  bowl(300, 150, p.accent),
  oval([400, 300, 150, 30], p.accentLight) + oval([400, 306, 128, 20], p.accentDeep),
  bowl(372, 200, p.pale),
  box([200, 366, 400, 16], paint.white, 8),
  bowl(452, 252, p.main),
  box([148, 444, 504, 18], p.light, 9),
  times(7, (i) => leaf([250 + i * 48, 546, -60, 44], p.pale)),
  box([320, 620, 160, 20], p.deep, 6),
])

const apron = drawing('disc', (p) => [
  line('M318 196C310 60 490 60 482 196', p.deep, 20),
  mirrored(line('M226 420C150 440 150 500 116 520', p.deep, 18)),
  painted(
    'M310 180H490L510 300Q520 370 590 390V690Q590 720 560 720H240Q210 720 210 690V390Q280 370 290 300z',
    p.main,
    times(9, (i) => box([222 + i * 42, 160, 8, 570], p.light)),
    box([200, 676, 400, 14], p.accent),
    box([520, 160, 90, 580], paint.shade),
  ),
  painted(
    'M290 450H510V570Q510 600 480 600H320Q290 600 290 570z',
    p.accent,
    box([290, 450, 220, 30], p.accentDeep),
    box([396, 480, 8, 130], p.accentDeep),
  ),
  group('rotate(7 350 440)', box([342, 380, 16, 92], paint.wood, 8), oval([350, 372, 24, 34], paint.wood)),
])

export const kitchen = { pot, kettle, board, spoons, mortar, teapot, bowls, apron }
