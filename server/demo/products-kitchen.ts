import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

export const kitchenProducts: readonly DemoProduct[] = [
  product({
    title: 'Hearth Pot',
    category: 'cookware',
    vendor: makers.iron,
    tags: ['cast iron', 'stew', 'heirloom'],
    description:
      'Cast iron under three coats of enamel, with a lid heavy enough to keep every drop in. It goes from ' +
      'flame to oven to table and holds its heat through second helpings. The small one feeds four; the ' +
      'large one feeds the choir.',
    art: {
      motif: 'pot',
      palette: 'rust',
      looks: { Ember: 'rust', Moss: 'forest', Soot: 'charcoal' },
    },
    options: ['Size', 'Colour'],
    rows: [
      ['POT-HEA-3-EMB', ['3 litre', 'Ember'], 128, 4300, 14],
      ['POT-HEA-3-MOS', ['3 litre', 'Moss'], 128, 4300, 9],
      ['POT-HEA-3-SOO', ['3 litre', 'Soot'], 118, 4300, 22, 128],
      ['POT-HEA-6-EMB', ['6 litre', 'Ember'], 174, 6900, 6],
      ['POT-HEA-6-MOS', ['6 litre', 'Moss'], 174, 6900, 0],
      ['POT-HEA-6-SOO', ['6 litre', 'Soot'], 162, 6900, 11, 174],
    ],
  }),
  product({
    title: 'Whistling Kettle',
    category: 'cookware',
    vendor: makers.iron,
    tags: ['enamel', 'stovetop', 'tea'],
    description:
      'Two litres of steel and enamel with a handle of turned ash that stays cool. The whistle is tuned ' +
      'to the same note as the milk cart’s horn, so at least half the street will know that tea is ready.',
    art: { motif: 'kettle', palette: 'brick', looks: { Barn: 'brick', Duck: 'sky', Butter: 'mustard' } },
    options: ['Colour'],
    rows: [
      ['KET-WHI-BAR', ['Barn'], 58, 1450, 19],
      ['KET-WHI-DUC', ['Duck'], 58, 1450, 25],
      ['KET-WHI-BUT', ['Butter'], 49, 1450, 3, 58],
    ],
  }),
  product({
    title: 'Oak Bread Board',
    category: 'cookware',
    vendor: makers.sallow,
    tags: ['oak', 'wood', 'heirloom'],
    description:
      'One plank of slow-grown oak, planed flat, rounded at the edges and rubbed with linseed until it ' +
      'glows. The hole in the handle fits a hook, a thumb, or a loop of ribbon if it is a present.',
    art: { motif: 'board', palette: 'navy' },
    options: ['Length'],
    rows: [
      ['BRD-OAK-40', ['40 cm'], 38, 1250, 34],
      ['BRD-OAK-55', ['55 cm'], 54, 2150, 16],
    ],
  }),
  product({
    title: 'Spoons in a Crock',
    category: 'cookware',
    vendor: makers.sallow,
    tags: ['wood', 'gift', 'starter set'],
    description:
      'Three spoons that no kitchen should be without: one for soup, one for porridge and one with slots ' +
      'for dumplings. Carved from beech and cherry, and sent standing in the striped crock that they will ' +
      'live in.',
    art: { motif: 'spoons', palette: 'sky' },
    rows: [['SPN-CRK', [], 46, 1680, 28]],
  }),
  product({
    title: 'Granite Mortar',
    category: 'cookware',
    vendor: makers.iron,
    tags: ['stone', 'herbs', 'heirloom'],
    description:
      'Turned from the grey-flecked granite of Dunmarrow quarry, rough inside and smooth out. Pepper, ' +
      'pesto and bad moods are all ground equally fine. It will outlast the table it stands on.',
    art: { motif: 'mortar', palette: 'charcoal' },
    rows: [['MTR-GRA', [], 64, 5600, 2]],
  }),
  product({
    title: 'Baker’s Apron',
    category: 'kitchen-and-table',
    vendor: makers.loom,
    tags: ['linen', 'striped', 'gift'],
    description:
      'Heavy striped linen that softens with every wash, long straps that tie in front, and one deep ' +
      'pocket for a spoon, a recipe or a sleeping kitten. One size goes round everybody.',
    art: { motif: 'apron', palette: 'teal' },
    rows: [['APR-BAK', [], 42, 380, 45]],
  }),
  product({
    title: 'Half-Dipped Mug',
    category: 'cups-and-bowls',
    vendor: makers.pottery,
    tags: ['stoneware', 'tea', 'gift'],
    description:
      'Stoneware dipped to the waist in glaze and left bare below, so that it warms the palm. It holds a ' +
      'generous 350 ml, and its handle is wide enough for three fingers in mittens.',
    art: {
      motif: 'mug',
      palette: 'teal',
      looks: { Pond: 'teal', Foxglove: 'rose', Marigold: 'mustard', Plum: 'plum' },
    },
    options: ['Glaze'],
    rows: [
      ['MUG-DIP-PON', ['Pond'], 24, 390, 62],
      ['MUG-DIP-FOX', ['Foxglove'], 24, 390, 48],
      ['MUG-DIP-MAR', ['Marigold'], 24, 390, 0],
      ['MUG-DIP-PLU', ['Plum'], 24, 390, 17],
    ],
  }),
  product({
    title: 'Round-Belly Teapot',
    category: 'cups-and-bowls',
    vendor: makers.pottery,
    tags: ['stoneware', 'tea', 'sharing'],
    description:
      'Six cups, a spout that does not dribble and a ring of thumbprint dots, each pressed by whoever was ' +
      'at the bench that day. The lid has a little tongue that holds it on until the last drop.',
    art: { motif: 'teapot', palette: 'cream', looks: { Milk: 'cream', Bramble: 'berry', Fern: 'sage' } },
    options: ['Glaze'],
    rows: [
      ['TPT-RND-MIL', ['Milk'], 68, 1120, 13],
      ['TPT-RND-BRA', ['Bramble'], 68, 1120, 8],
      ['TPT-RND-FER', ['Fern'], 68, 1120, 1],
    ],
  }),
  product({
    title: 'Nesting Bowls',
    category: 'cups-and-bowls',
    vendor: makers.pottery,
    tags: ['stoneware', 'baking', 'set of three'],
    description:
      'A big one for dough, a middle one for salad and a small one for the egg you are not sure about. ' +
      'They tuck into each other in any cupboard. Rims glazed, feet bare, leaves scratched in by hand.',
    art: { motif: 'bowls', palette: 'rust' },
    rows: [['BWL-NES', [], 86, 3250, 21, 98]],
  }),
]
