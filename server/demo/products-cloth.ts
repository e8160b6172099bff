import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

export const clothProducts: readonly DemoProduct[] = [
  product({
    title: 'Two-Turn Scarf',
    category: 'knitwear',
    vendor: makers.skein,
    tags: ['wool', 'winter', 'gift'],
    description:
      'Long enough to go round twice and still reach your pockets. Lambswool in a close rib, with three ' +
      'bright bands at each end and a fringe that somebody’s grandmother knotted while she watched the ' +
      'rain.',
    art: {
      motif: 'scarf',
      palette: 'berry',
      looks: { Bramble: 'berry', Kingfisher: 'teal', Barley: 'oat', Dusk: 'navy' },
    },
    options: ['Colour'],
    rows: [
      ['SCF-TWO-BRA', ['Bramble'], 48, 260, 39],
      ['SCF-TWO-KIN', ['Kingfisher'], 48, 260, 52],
      ['SCF-TWO-BAR', ['Barley'], 48, 260, 18],
      ['SCF-TWO-DUS', ['Dusk'], 48, 260, 0],
    ],
  }),
  product({
    title: 'Bobble Hat',
    category: 'knitwear',
    vendor: makers.skein,
    tags: ['wool', 'winter'],
    description:
      'A ribbed crown, a deep turn-up and a bobble the size of a small apple. The bobble buttons off for ' +
      'washing, and for serious occasions.',
    art: { motif: 'beanie', palette: 'mustard', looks: { Gorse: 'mustard', Sloe: 'plum', Pine: 'forest' } },
    options: ['Colour'],
    rows: [
      ['HAT-BOB-GOR', ['Gorse'], 29, 120, 44],
      ['HAT-BOB-SLO', ['Sloe'], 29, 120, 31],
      ['HAT-BOB-PIN', ['Pine'], 29, 120, 26],
    ],
  }),
  product({
    title: 'Saturday Jumper',
    category: 'knitwear',
    vendor: makers.skein,
    tags: ['wool', 'winter', 'heirloom'],
    description:
      'The jumper that everyone on the square seems to own: a plain body, a patterned yoke and cuffs made ' +
      'to be pushed up. Undyed wool for the pale one, walnut hulls and madder for the others. It gives ' +
      'warmth for twenty winters and itches for one.',
    art: { motif: 'jumper', palette: 'oat', looks: { Fleece: 'oat', Harbour: 'navy', Rosehip: 'brick' } },
    options: ['Size', 'Colour'],
    rows: [
      ['JMP-SAT-S-FLE', ['S', 'Fleece'], 136, 620, 8],
      ['JMP-SAT-S-HAR', ['S', 'Harbour'], 136, 620, 10],
      ['JMP-SAT-S-ROS', ['S', 'Rosehip'], 136, 620, 4],
      ['JMP-SAT-M-FLE', ['M', 'Fleece'], 136, 690, 15],
      ['JMP-SAT-M-HAR', ['M', 'Harbour'], 136, 690, 12],
      ['JMP-SAT-M-ROS', ['M', 'Rosehip'], 136, 690, 7],
      ['JMP-SAT-L-FLE', ['L', 'Fleece'], 136, 760, 11],
      ['JMP-SAT-L-HAR', ['L', 'Harbour'], 136, 760, 2],
      ['JMP-SAT-L-ROS', ['L', 'Rosehip'], 136, 760, 6],
      ['JMP-SAT-XL-FLE', ['XL', 'Fleece'], 144, 840, 5],
      ['JMP-SAT-XL-HAR', ['XL', 'Harbour'], 144, 840, 0],
      ['JMP-SAT-XL-ROS', ['XL', 'Rosehip'], 144, 840, 3],
    ],
  }),
  product({
    title: 'Hill Socks',
    category: 'knitwear',
    vendor: makers.skein,
    tags: ['wool', 'walking', 'gift'],
    description:
      'Striped like a deckchair and cushioned where it counts, with toe and heel in a second colour so ' +
      'that you can see what to darn. Knitted for people who walk home over the top rather than round by ' +
      'the road.',
    art: { motif: 'socks', palette: 'rust' },
    options: ['Size'],
    rows: [
      ['SOX-HIL-S', ['36–39'], 16.5, 95, 77],
      ['SOX-HIL-M', ['40–43'], 16.5, 110, 120],
      ['SOX-HIL-L', ['44–47'], 16.5, 125, 54],
    ],
  }),
  product({
    title: 'Lark Mittens',
    category: 'knitwear',
    vendor: makers.skein,
    tags: ['wool', 'winter', 'children'],
    description:
      'Double-knitted palms, a heart on the back of each hand and a cord that runs up one sleeve and down ' +
      'the other, because mittens that are tied together come home together.',
    art: { motif: 'mittens', palette: 'forest' },
    options: ['Size'],
    rows: [
      ['MIT-LRK-C', ['Child'], 19, 70, 66],
      ['MIT-LRK-A', ['Adult'], 25, 110, 49],
    ],
  }),
  product({
    title: 'Lark Mittens, the Pattern',
    category: 'wool-and-cloth',
    vendor: makers.skein,
    delivery: 'download',
    tags: ['knitting', 'download', 'make it yourself'],
    description:
      'Nine pages to print at home: charts, two sizes, and a photograph of every step where people ' +
      'usually give up. Nothing is posted. You get a voucher for the download with your order’s ' +
      'confirmation.',
    art: { motif: 'knitChart', palette: 'brick' },
    rows: [['PAT-LRK', [], 6.5, 0, null]],
  }),
  product({
    title: 'Market Day Tee',
    category: 'wool-and-cloth',
    vendor: makers.loom,
    tags: ['cotton', 'summer', 'printed'],
    description:
      'Thick organic cotton that keeps its shape, screen-printed behind the bookshop with the lark that ' +
      'sits on our awning. Cut straight, and a little longer than you expect.',
    art: { motif: 'tee', palette: 'crust', looks: { Toast: 'crust', Ink: 'navy', Sage: 'sage' } },
    options: ['Size', 'Colour'],
    rows: [
      ['TEE-MKT-S-TOA', ['S', 'Toast'], 26, 170, 40],
      ['TEE-MKT-S-INK', ['S', 'Ink'], 26, 170, 36],
      ['TEE-MKT-S-SAG', ['S', 'Sage'], 26, 170, 22],
      ['TEE-MKT-M-TOA', ['M', 'Toast'], 26, 190, 58],
      ['TEE-MKT-M-INK', ['M', 'Ink'], 26, 190, 61],
      ['TEE-MKT-M-SAG', ['M', 'Sage'], 26, 190, 0],
      ['TEE-MKT-L-TOA', ['L', 'Toast'], 26, 210, 47],
      ['TEE-MKT-L-INK', ['L', 'Ink'], 26, 210, 33],
      ['TEE-MKT-L-SAG', ['L', 'Sage'], 26, 210, 29],
    ],
  }),
  product({
    title: 'Greengrocer’s Tote',
    category: 'wool-and-cloth',
    vendor: makers.loom,
    tags: ['canvas', 'everyday'],
    description:
      'Twelve-ounce canvas, a flat bottom and handles that are long enough for a shoulder. Tested with ' +
      'six leeks, two loaves and a marrow that won third prize.',
    art: { motif: 'tote', palette: 'cream', looks: { Natural: 'cream', Midnight: 'navy' } },
    options: ['Colour'],
    rows: [
      ['TOT-GRN-NAT', ['Natural'], 18, 240, 140],
      ['TOT-GRN-MID', ['Midnight'], 18, 240, 95],
    ],
  }),
  product({
    title: 'Orchard Blanket',
    category: 'wool-and-cloth',
    vendor: makers.loom,
    tags: ['wool', 'picnic', 'heirloom'],
    description:
      'A plaid in the colours of windfalls, woven double so that it is warm on the sofa and dry on the ' +
      'grass. It weighs as much as a sleeping cat and works about as well.',
    art: {
      motif: 'blanket',
      palette: 'berry',
      looks: { Windfall: 'berry', Quince: 'mustard', Mistletoe: 'sage' },
    },
    options: ['Colour'],
    rows: [
      ['BLK-ORC-WIN', ['Windfall'], 149, 1900, 12],
      ['BLK-ORC-QUI', ['Quince'], 149, 1900, 16],
      ['BLK-ORC-MIS', ['Mistletoe'], 119, 1900, 4, 149],
    ],
  }),
]
