import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

export const gardenProducts: readonly DemoProduct[] = [
  product({
    title: 'Doorstep Terracotta Pot',
    category: 'garden',
    vendor: makers.pottery,
    tags: ['terracotta', 'outdoor', 'frost-proof'],
    description:
      'Thrown with a thick collar to lift it by, and fired hot enough to stand out all winter. It comes ' +
      'with a saucer and turns a soft white with age. The largest takes two people to move, so choose its ' +
      'place first.',
    art: { motif: 'planter', palette: 'rust' },
    options: ['Size'],
    rows: [
      ['POT-TER-S', ['Small, 14 cm'], 12, 950, 83],
      ['POT-TER-M', ['Medium, 22 cm'], 26, 2800, 46],
      ['POT-TER-L', ['Large, 34 cm'], 58, 6400, 15],
      ['POT-TER-XL', ['Extra large, 46 cm'], 96, 12000, 3],
    ],
  }),
  product({
    title: 'Swan-Neck Watering Can',
    category: 'garden',
    vendor: makers.tin,
    tags: ['steel', 'outdoor', 'tools'],
    description:
      'Five litres of galvanised steel, balanced so that it pours as easily full as empty. The brass rose ' +
      'unscrews: on for seedlings, off for runner beans.',
    art: { motif: 'wateringCan', palette: 'sky', looks: { Rain: 'sky', Moss: 'forest', Poppy: 'berry' } },
    options: ['Colour'],
    rows: [
      ['CAN-SWN-RAI', ['Rain'], 44, 1350, 27],
      ['CAN-SWN-MOS', ['Moss'], 44, 1350, 32],
      ['CAN-SWN-POP', ['Poppy'], 44, 1350, 10],
    ],
  }),
  product({
    title: 'Trowel & Hand Fork',
    category: 'garden',
    vendor: makers.iron,
    tags: ['tools', 'steel', 'gift'],
    description:
      'A pair forged in one piece from blade to tang, with ash handles that are shaped for a wet glove. ' +
      'Painted the colour of tomatoes, because that is the colour you can find again in the grass.',
    art: { motif: 'trowels', palette: 'rust' },
    rows: [['TRW-SET', [], 36, 640, 38]],
  }),
  product({
    title: 'Meadow in a Packet',
    category: 'seeds-and-bulbs',
    vendor: makers.seeds,
    taxCategory: 'zero',
    tags: ['seeds', 'wildflowers', 'bees'],
    description:
      'Enough seed for two square metres of poppies, cornflowers and their friends. Scatter it on bare ' +
      'soil, tread it in, and tell nobody: in June it will look as though it had always been there.',
    art: {
      motif: 'seedPacket',
      palette: 'berry',
      looks: { 'Sunny bank': 'berry', 'Damp corner': 'sky', 'For the bees': 'plum' },
    },
    options: ['Mix'],
    rows: [
      ['SED-MEA-SUN', ['Sunny bank'], 4.5, 25, 200],
      ['SED-MEA-DMP', ['Damp corner'], 4.5, 25, 165],
      ['SED-MEA-BEE', ['For the bees'], 5, 25, 190],
    ],
  }),
  product({
    title: 'Town Hall Tulips',
    category: 'seeds-and-bulbs',
    vendor: makers.seeds,
    taxCategory: 'zero',
    tags: ['bulbs', 'spring', 'outdoor'],
    description:
      'The same mixture that stands to attention under the mayor’s window: two early, one late, all tall. ' +
      'Plant them three times their own depth before the first hard frost.',
    art: { motif: 'tulips', palette: 'rose' },
    options: ['Bulbs'],
    rows: [
      ['TUL-TWN-10', ['10'], 8, 380, 70],
      ['TUL-TWN-25', ['25'], 17, 950, 44],
      ['TUL-TWN-60', ['60'], 34, 2280, 21, 40],
    ],
  }),
  product({
    title: 'Wren House',
    category: 'garden',
    vendor: makers.sallow,
    tags: ['wood', 'birds', 'outdoor'],
    description:
      'A small house with a steep roof and a door of exactly thirty-two millimetres, which lets wrens in ' +
      'and keeps their larger relations out. The back slides up for spring cleaning. Tenants not ' +
      'included.',
    art: { motif: 'birdhouse', palette: 'teal' },
    rows: [['BRD-WRN', [], 39, 1480, 23]],
  }),
  product({
    title: 'Puddle Boots',
    category: 'garden',
    vendor: makers.tin,
    tags: ['rubber', 'outdoor', 'rain'],
    description:
      'Natural rubber over a cotton lining, with a loop to pull them on and a sole that leaves small ' +
      'larks in the mud. They run a little large, to leave room for Hill Socks.',
    art: { motif: 'boots', palette: 'forest' },
    options: ['Size'],
    rows: [
      ['BOT-PUD-37', ['37'], 62, 1560, 9],
      ['BOT-PUD-39', ['39'], 62, 1640, 14],
      ['BOT-PUD-41', ['41'], 62, 1760, 18],
      ['BOT-PUD-43', ['43'], 62, 1880, 12],
      ['BOT-PUD-45', ['45'], 62, 2010, 0],
    ],
  }),
]
