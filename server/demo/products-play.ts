import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

export const playProducts: readonly DemoProduct[] = [
  product({
    title: 'Branch Line Train',
    category: 'toys-and-games',
    vendor: makers.toys,
    tags: ['wood', 'ages 2+', 'gift'],
    description:
      'An engine with a cab to drive from and a wagon with three loads to lose under the sofa. Beech ' +
      'wheels on steel axles run straight on floorboards and surprisingly far on lino.',
    art: { motif: 'train', palette: 'sky' },
    rows: [['TRN-BRA', [], 44, 1150, 31]],
  }),
  product({
    title: 'Stacking Tower',
    category: 'toys-and-games',
    vendor: makers.toys,
    tags: ['wood', 'ages 1+', 'baby'],
    description:
      'Five rings, one ball and one right way up, though there is no need to be strict about it. Stained ' +
      'with beetroot, spinach and other things that are safe to chew.',
    art: { motif: 'rings', palette: 'berry' },
    rows: [['RNG-STK', [], 27, 720, 53]],
  }),
  product({
    title: 'Larkrise Hill Kite',
    category: 'toys-and-games',
    vendor: makers.toys,
    tags: ['outdoor', 'ages 6+', 'summer'],
    description:
      'A diamond of rip-proof cotton on ash spars, with a bow-tie tail and forty metres of line on a ' +
      'wooden reel. It takes off in the wind that turns a page and is happiest in the wind that takes a ' +
      'hat.',
    art: { motif: 'kite', palette: 'brick', looks: { Sunset: 'brick', Seaside: 'teal', Harvest: 'mustard' } },
    options: ['Colour'],
    rows: [
      ['KIT-HIL-SUN', ['Sunset'], 32, 280, 24],
      ['KIT-HIL-SEA', ['Seaside'], 32, 280, 29],
      ['KIT-HIL-HAR', ['Harvest'], 32, 280, 3],
    ],
  }),
  product({
    title: 'Rocking Horse Juniper',
    category: 'toys-and-games',
    vendor: makers.sallow,
    tags: ['wood', 'ages 2+', 'heirloom', 'made to order'],
    description:
      'Juniper is built by one man and takes him nine days. She has a seat of felt, reins of leather and ' +
      'a temper that no child has yet managed to spoil. She carries up to forty kilos, at any speed.',
    art: { motif: 'rockingHorse', palette: 'teal' },
    rows: [['HRS-JUN', [], 240, 9500, 2]],
  }),
  product({
    title: 'Barnaby Bear',
    category: 'toys-and-games',
    vendor: makers.skein,
    tags: ['soft', 'ages 0+', 'gift'],
    description:
      'Barnaby is forty centimetres tall sitting down, and he is always sitting down. Mohair outside, ' +
      'clean fleece inside, with a scarf that he does not like to take off. He keeps secrets.',
    art: { motif: 'bear', palette: 'crust' },
    rows: [['BER-BRN', [], 52, 540, 20]],
  }),
  product({
    title: 'Saturday Morning Jigsaw',
    category: 'games-and-puzzles',
    vendor: makers.press,
    tags: ['puzzle', 'rainy day', 'gift'],
    description:
      'Sunrise over the hills with one small white bird, die-cut from board that does not curl. The sky ' +
      'is as hard as you fear. Every box is counted twice, so if a piece is missing it is under the cat.',
    art: { motif: 'jigsaw', palette: 'rust' },
    options: ['Pieces'],
    rows: [
      ['JIG-SAT-100', ['100'], 16, 420, 37],
      ['JIG-SAT-500', ['500'], 22, 690, 45],
      ['JIG-SAT-1000', ['1000'], 29, 980, 19],
    ],
  }),
  product({
    title: 'Café Draughts',
    category: 'games-and-puzzles',
    vendor: makers.sallow,
    tags: ['wood', 'two players', 'heirloom'],
    description:
      'The quick six-by-six game that is played outside the tea room while the kettle boils. A walnut ' +
      'frame, inlaid squares and eighteen turned pieces that click when you crown one. Losers fetch the ' +
      'milk.',
    art: { motif: 'draughts', palette: 'forest' },
    rows: [['DRA-CAF', [], 56, 1620, 15, 64]],
  }),
]
