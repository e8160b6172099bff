import { type Palette, paint } from './palettes.ts'
import { drawing, flower, lark, leaf } from './shapes.ts'
import { box, circle, group, line, nth, oval, painted, path, type Svg, times } from './svg.ts'

const pencil = (p: Palette): Svg =>
  box([-14, -200, 28, 320], p.accent) +
  box([4, -200, 10, 320], paint.shade) +
  path('M-14 120H14L0 168z', paint.woodLight) +
  path('M-5 150H5L0 168z', paint.ink) +
  box([-14, -214, 28, 24], paint.steel) +
  box([-14, -240, 28, 30], '#dd938a', 8)

const notebook = drawing('desk', (p) => [
  group(
    'rotate(-6 380 400)',
    box([206, 142, 370, 520], paint.white, 14),
    painted(
      'M190 150Q190 130 210 130H540Q560 130 560 150V630Q560 650 540 650H210Q190 650 190 630z',
      p.main,
      box([190, 120, 56, 540], p.deep),
      box([496, 120, 18, 540], p.accent),
      box([500, 120, 70, 540], paint.shade),
    ),
    box([286, 230, 170, 120], paint.cream, 8),
    times(2, (i) => box([310, 268 + i * 30, 120 - i * 40, 10], p.light, 5)),
    path('M262 640h34v80l-17-20l-17 20z', p.accentDeep),
  ),
  group('translate(650 430) rotate(14)', pencil(p)),
])

const fountainPen = drawing('desk', (p) => [
  line('M120 610C160 520 210 560 190 620S270 690 300 620S360 560 380 630S460 690 560 640', p.deep, 11),
  group(
    'translate(404 340) rotate(38) scale(1.16)',
    box([-330, -34, 230, 68], p.deep, 30),
    box([-130, -38, 40, 76], paint.flame, 8),
    line('M-300 -46H-160', paint.flame, 14),
    painted(
      'M-90-32H130Q170-28 176 0Q170 28 130 32H-90z',
      p.main,
      box([-90, 6, 290, 40], paint.shade),
      box([-80, -22, 200, 12], paint.shine, 6),
    ),
    path('M172-22Q240-24 320 0Q240 24 172 22z', paint.flame),
    line('M226 0H310', paint.ink, 5),
    circle(222, 0, 9, paint.ink),
  ),
])

const inkBottle = drawing('room', (p) => [
  box([316, 250, 168, 90], paint.ink, 16),
  times(6, (i) => line(`M${334 + i * 27} 264v62`, '#5d4d46', 7)),
  painted(
    'M330 336H470Q480 372 560 386Q590 392 590 424V600Q590 640 550 640H250Q210 640 210 600V424' +
      'Q210 392 240 386Q320 372 330 336z',
    '#fff8eacc',
    box([200, 430, 400, 230], p.main),
    oval([400, 430, 190, 16], p.light),
    path('M500 330H620V650H440Q530 500 500 330z', paint.shade),
    box([234, 430, 20, 160], paint.shine, 10),
  ),
  box([290, 470, 220, 124], paint.white, 10),
  path('M400 484q-36 50-36 66a36 36 0 0 0 72 0q0-16-36-66z', p.main),
  path('M610 640q-20-26 20-30q20-24 50-4q44-10 40 18q30 16-10 16z', p.main),
])

const pencilHues = ['#ab4a38', '#d9784b', '#e0a63f', '#8fa880', '#41705a', '#4f86a0', '#36506f', '#7f4d6b']

const pencils = drawing('desk', (p) => [
  times(8, (i) => {
    const [x, y, fill] = [
      196 + i * 52,
      250 - nth([0, 40, 16, 64, 30, 78, 24, 50], i),
      pencilHues[i] as string,
    ]
    return (
      path(`M${x} ${y}L${x + 23} ${y - 76}L${x + 46} ${y}z`, paint.woodLight) +
      path(`M${x + 14} ${y - 46}L${x + 23} ${y - 76}L${x + 32} ${y - 46}z`, fill) +
      box([x, y, 46, 400], fill) +
      box([x + 30, y, 16, 400], paint.shade)
    )
  }),
  painted(
    'M176 420Q400 480 624 420V660Q624 690 594 690H206Q176 690 176 660z',
    p.main,
    box([540, 400, 90, 300], paint.shade),
    box([170, 640, 460, 16], p.accent),
  ),
  lark(390, 560, 0.9, [p.pale, p.accentLight]),
])

const letters = drawing('desk', (p) => [
  group(
    'rotate(-6 400 400)',
    box([210, 110, 380, 400], paint.white, 8),
    times(4, (i) => box([256, 220 + i * 38, 288 - (i === 3 ? 120 : 0), 10], p.light, 5)),
    sprigMark(p),
  ),
  group(
    'rotate(4 400 520)',
    box([140, 340, 520, 330], p.main, 12),
    path('M140 352L400 540L660 352V660Q660 670 650 670H150Q140 670 140 660z', p.light),
    path('M146 668L360 500L400 530L440 500L654 668z', p.pale),
    circle(400, 528, 52, p.accent),
    circle(400, 528, 36, p.accentDeep),
    leaf([376, 544, -40, 62], p.accentLight),
  ),
])

const sprigMark = (p: Palette): Svg => flower(400, 162, 30, p.accent)

const recipeBook = drawing('room', (p) => [
  path('M250 150H590V640H250z', paint.white),
  line('M580 160V610', '#40322d22', 4),
  painted(
    'M200 160Q200 136 224 136H570V616H224Q200 616 200 640z',
    p.main,
    box([190, 130, 44, 520], p.deep),
    path('M500 130H580V630H440Q520 400 500 130z', paint.shade),
  ),
  path('M200 640Q200 612 228 612H596V640z', p.deep),
  path('M214 634Q216 620 232 620H592V634z', paint.white),
  circle(404, 360, 126, paint.cream),
  path(
    'M404 262C436 262 434 306 446 334C486 380 460 450 404 450S322 380 362 334C374 306 372 262 404 262z',
    p.accent,
  ),
  line('M404 268Q400 240 416 222', paint.woodDeep, 9),
  leaf([410, 244, -14, 64], paint.leaf),
  box([304, 520, 200, 18], p.pale, 9) + box([344, 552, 120, 12], p.pale, 6),
])

const pictureBook = drawing('room', (p) => [
  path('M160 206H660V640H180z', paint.white),
  painted(
    'M130 200Q130 180 150 180H640V612H154Q130 612 130 640z',
    p.main,
    circle(520, 290, 62, paint.flame),
    path('M120 520Q260 400 400 490T660 450V620H120z', p.accent),
    path('M120 570Q320 500 660 570V640H120z', p.accentDeep),
    box([120, 170, 36, 480], paint.shade),
  ),
  path('M130 640Q130 608 158 608H660V640z', p.deep),
  path('M146 634Q146 616 162 616H656V632z', paint.white),
  lark(350, 380, 1.5, [paint.white, p.accentLight]),
])

const calendar = drawing('room', (p) => [
  line('M340 130Q400 60 460 130', paint.woodDeep, 9),
  box([210, 130, 380, 530], paint.white, 10),
  painted(
    'M210 140Q210 130 220 130H580Q590 130 590 140V390H210z',
    p.pale,
    circle(500, 220, 44, p.accentLight),
    path('M200 360Q300 250 420 330T600 300V400H200z', p.main),
    path('M200 390Q380 320 600 380V400H200z', p.deep),
  ),
  times(9, (i) => box([232 + i * 40, 116, 12, 34], paint.ink, 6)),
  path(
    times(28, (i) => `M${238 + (i % 7) * 48} ${430 + Math.floor(i / 7) * 52}h36v36h-36z`),
    p.pale,
  ),
  circle(352, 552, 24, p.accent),
])

export const paper = { notebook, fountainPen, inkBottle, pencils, letters, recipeBook, pictureBook, calendar }
