import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

export const pantryProducts: readonly DemoProduct[] = [
  product({
    title: 'Market Day Sourdough',
    category: 'bread-and-bakes',
    vendor: makers.oven,
    taxCategory: 'reduced',
    tags: ['bread', 'sourdough', 'vegan'],
    description:
      'A round, blistered loaf with a wheat ear cut into its crust, raised for two nights on a starter ' +
      'that is older than the baker. The crumb is open and a little sour. It keeps four days in its paper ' +
      'and makes the best toast on the third.',
    art: { motif: 'loaf', palette: 'crust' },
    rows: [['LOAF-MKT', [], 8.5, 900, null]],
  }),
  product({
    title: 'Midnight Rye',
    category: 'bread-and-bakes',
    vendor: makers.oven,
    taxCategory: 'reduced',
    tags: ['bread', 'rye', 'vegan', 'seeded'],
    description:
      'Dense, dark and faintly sweet from a spoonful of malt, with pumpkin seeds pressed into the top by ' +
      'hand. It goes into the oven when the clock strikes twelve, which is how it got its name. Slice it ' +
      'thin.',
    art: { motif: 'tinLoaf', palette: 'brick' },
    rows: [['LOAF-RYE', [], 7.5, 780, 24]],
  }),
  product({
    title: 'Cinnamon Knots',
    category: 'bread-and-bakes',
    vendor: makers.oven,
    taxCategory: 'reduced',
    tags: ['sweet', 'breakfast', 'sharing'],
    description:
      'Soft dough rolled in butter, brown sugar and far more cinnamon than the recipe asks for, then ' +
      'wound into a knot. Ten minutes in a warm oven brings the stickiness back.',
    art: { motif: 'knots', palette: 'honey' },
    options: ['Pack'],
    rows: [
      ['KNOT-4', ['Four'], 12, 420, 30],
      ['KNOT-8', ['Eight'], 21, 840, 18, 24],
    ],
  }),
  product({
    title: 'Clock-Face Ginger Snaps',
    category: 'bread-and-bakes',
    vendor: makers.oven,
    taxCategory: 'reduced',
    tags: ['sweet', 'biscuits', 'vegan'],
    description:
      'Thin biscuits with a proper snap, each stamped with the hands of the town clock at ten to four. ' +
      'Children learn the time from them; grown-ups dunk them. Twenty to a tin.',
    art: { motif: 'snaps', palette: 'teal' },
    rows: [['SNAP-20', [], 9, 310, 64]],
  }),
  product({
    title: 'Heather Honey',
    category: 'preserves-and-honey',
    vendor: makers.apiary,
    taxCategory: 'reduced',
    tags: ['honey', 'local', 'gift'],
    description:
      'In August the hives ride up to the moor on a hay cart and come home heavy. The honey is thick as ' +
      'jelly, the colour of a fox, and tastes of smoke and toffee.',
    art: { motif: 'honeyJar', palette: 'honey' },
    options: ['Jar'],
    rows: [
      ['HON-HEA-250', ['250 g'], 11.5, 410, 86],
      ['HON-HEA-500', ['500 g'], 19.5, 760, 41],
    ],
  }),
  product({
    title: 'Damson Jam',
    category: 'preserves-and-honey',
    vendor: makers.pell,
    taxCategory: 'reduced',
    tags: ['jam', 'local', 'vegan'],
    description:
      'Tart, dark and nearly black, from the hedge behind the churchyard. Widow Pell boils it in copper ' +
      'with half the sugar others use and leaves in one stone per jar, for luck. Mind your teeth.',
    art: { motif: 'jamJar', palette: 'plum' },
    rows: [['JAM-DAM', [], 7, 520, 112]],
  }),
  product({
    title: 'Rosemary Oil',
    category: 'preserves-and-honey',
    vendor: makers.pell,
    taxCategory: 'reduced',
    tags: ['oil', 'herbs', 'vegan'],
    description:
      'Cold-pressed rapeseed oil with a whole branch of rosemary steeping in the bottle. Good on roast ' +
      'potatoes, better on warm bread, and pretty enough to leave on the table.',
    art: { motif: 'oilBottle', palette: 'mustard' },
    rows: [['OIL-ROS', [], 16, 890, 37]],
  }),
  product({
    title: 'Clocktower Breakfast Tea',
    category: 'tea-and-coffee',
    vendor: makers.saucer,
    taxCategory: 'reduced',
    tags: ['tea', 'breakfast', 'gift'],
    description:
      'A brisk black blend made for the bell-ringers, who start at six and take no nonsense. It stands up ' +
      'to milk and forgives being forgotten in the pot. Loose leaf, in a tin you will keep for buttons.',
    art: { motif: 'teaTin', palette: 'forest' },
    rows: [['TEA-CLK', [], 14.5, 240, 73]],
  }),
  product({
    title: 'First Bell Coffee',
    category: 'tea-and-coffee',
    vendor: makers.saucer,
    taxCategory: 'reduced',
    tags: ['coffee', 'breakfast'],
    description:
      'Roasted above the tea room on Mondays and Thursdays to a chestnut brown: cocoa, dried cherry, a ' +
      'clean finish. Tell us how you brew and we grind it on the morning it leaves.',
    art: { motif: 'coffeeBag', palette: 'navy' },
    options: ['Grind', 'Weight'],
    rows: [
      ['COF-BEA-250', ['Whole bean', '250 g'], 13, 265, 58],
      ['COF-BEA-1000', ['Whole bean', '1 kg'], 44, 1030, 20, 52],
      ['COF-FIL-250', ['Filter', '250 g'], 13, 265, 33],
      ['COF-FIL-1000', ['Filter', '1 kg'], 44, 1030, 12, 52],
      ['COF-ESP-250', ['Espresso', '250 g'], 13, 265, 27],
      ['COF-ESP-1000', ['Espresso', '1 kg'], 44, 1030, 0, 52],
    ],
  }),
]
