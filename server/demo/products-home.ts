import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

const homeAndLight: readonly DemoProduct[] = [
  product({
    title: 'Reading Lamp',
    category: 'lamps-and-candles',
    vendor: makers.tin,
    tags: ['lighting', 'bedroom', 'study'],
    description:
      'A pleated shade on a turned base, at the height that lights the page and not the person asleep ' +
      'beside you. It switches on with a pull of the cord. The bulb is included; the book is not.',
    art: { motif: 'lamp', palette: 'forest', looks: { Library: 'forest', Apricot: 'honey', Heron: 'sky' } },
    options: ['Shade'],
    rows: [
      ['LMP-REA-LIB', ['Library'], 94, 2350, 13],
      ['LMP-REA-APR', ['Apricot'], 94, 2350, 10],
      ['LMP-REA-HER', ['Heron'], 79, 2350, 2, 94],
    ],
  }),
  product({
    title: 'Storm Lantern',
    category: 'lamps-and-candles',
    vendor: makers.tin,
    tags: ['lighting', 'outdoor', 'oil'],
    description:
      'The lantern that hangs from every stall in December. It burns eighteen hours on one filling and ' +
      'has never been blown out by anything less than a brass band.',
    art: { motif: 'lantern', palette: 'brick' },
    rows: [['LAN-STO', [], 48, 1180, 26]],
  }),
  product({
    title: 'Three Beeswax Candles',
    category: 'lamps-and-candles',
    vendor: makers.wick,
    tags: ['beeswax', 'candles', 'gift'],
    description:
      'Rolled from sheets of comb wax, in three heights, so that they burn down together to a tidy end. ' +
      'They smell of honey and give a light that is kind to everybody at the table.',
    art: { motif: 'candles', palette: 'honey' },
    rows: [['CND-BEE-3', [], 21, 460, 90]],
  }),
  product({
    title: 'Station Clock',
    category: 'home-and-light',
    vendor: makers.tin,
    tags: ['clock', 'wall', 'heirloom'],
    description:
      'The twin of the one on platform one, in spun steel with a domed glass and hands you can read from ' +
      'across a field. A silent movement, and accurate to a minute a month. The trains never were.',
    art: { motif: 'clock', palette: 'teal' },
    rows: [['CLK-STA', [], 118, 2700, 3]],
  }),
  product({
    title: 'Posy Vase',
    category: 'home-and-light',
    vendor: makers.pottery,
    tags: ['stoneware', 'flowers', 'gift'],
    description:
      'A narrow neck that makes three stems look like a bouquet, and a broad foot that forgives an elbow. ' +
      'The wave of second glaze around its belly is poured freehand.',
    art: { motif: 'vase', palette: 'plum', looks: { Iris: 'plum', Tide: 'teal', Clay: 'rust' } },
    options: ['Glaze'],
    rows: [
      ['VAS-POS-IRI', ['Iris'], 31, 740, 22],
      ['VAS-POS-TID', ['Tide'], 31, 740, 0],
      ['VAS-POS-CLA', ['Clay'], 31, 740, 19],
    ],
  }),
  product({
    title: 'Milking Stool',
    category: 'home-and-light',
    vendor: makers.sallow,
    status: 'draft',
    tags: ['wood', 'furniture', 'made to order'],
    description:
      'Three legs never wobble, whatever the floor has in mind. The seat is hollowed from a single round ' +
      'of elm and painted in rings with milk paint. Orders open again when the elm is dry.',
    art: { motif: 'stool', palette: 'rose' },
    rows: [['STL-MLK', [], 88, 4200, null]],
  }),
  product({
    title: 'The Square at Noon, Print',
    category: 'home-and-light',
    vendor: makers.press,
    tags: ['art', 'wall', 'printed'],
    description:
      'A linocut in six colours of the north side of the square, the hour when the shadows are shortest ' +
      'and the queue at the bakery is longest. Signed in pencil by the artist, 40 × 50 cm.',
    art: { motif: 'print', palette: 'sky' },
    options: ['Finish'],
    rows: [
      ['PRT-NOO-ROL', ['Rolled in a tube'], 45, 320, 60],
      ['PRT-NOO-FRA', ['Framed in ash'], 110, 2900, 8],
    ],
  }),
]

const soapAndBath: readonly DemoProduct[] = [
  product({
    title: 'Foxglove Row Soap',
    category: 'soap-and-bath',
    vendor: makers.soap,
    tags: ['soap', 'vegan', 'gift'],
    description:
      'Olive oil soap that is cured for ten weeks on wooden racks, which is nine more than most. A hard, ' +
      'mild bar that lasts, in a paper band that composts. There are no foxgloves in it, you will be glad ' +
      'to hear.',
    art: {
      motif: 'soap',
      palette: 'sage',
      looks: { 'Nettle & mint': 'sage', 'Rose & clay': 'rose', 'Oat & honey': 'oat', 'Pine tar': 'charcoal' },
    },
    options: ['Scent'],
    rows: [
      ['SOP-FOX-NET', ['Nettle & mint'], 7.5, 135, 150],
      ['SOP-FOX-ROS', ['Rose & clay'], 7.5, 135, 128],
      ['SOP-FOX-OAT', ['Oat & honey'], 7.5, 135, 94],
      ['SOP-FOX-PIN', ['Pine tar'], 8, 135, 31],
    ],
  }),
  product({
    title: 'Gardener’s Balm',
    category: 'soap-and-bath',
    vendor: makers.soap,
    tags: ['balm', 'hands', 'beeswax'],
    description:
      'Beeswax, calendula and a little comfrey for hands that have been in the cold and the soil. It ' +
      'sinks in before you can leave fingerprints on the book. The tin fits an apron pocket.',
    art: { motif: 'balm', palette: 'forest' },
    rows: [['BLM-GAR', [], 12.5, 80, 76]],
  }),
  product({
    title: 'Sunday Bath Salts',
    category: 'soap-and-bath',
    vendor: makers.soap,
    tags: ['bath', 'lavender', 'vegan'],
    description:
      'Coarse sea salt with lavender from the vicarage wall, in a jar with a cork and a wooden scoop. Two ' +
      'scoops to a bath, one bath to a Sunday, and no interruptions.',
    art: { motif: 'saltsJar', palette: 'plum' },
    rows: [['SLT-SUN', [], 18, 820, 47]],
  }),
  product({
    title: 'Loom-End Towel',
    category: 'soap-and-bath',
    vendor: makers.loom,
    tags: ['cotton', 'bathroom', 'everyday'],
    description:
      'Thick looped cotton with two fine stripes where the weaver changed bobbins. It dries you on one ' +
      'side and itself by noon. Woven to the end of the warp, so no two are striped in quite the same ' +
      'place.',
    art: { motif: 'towels', palette: 'cream', looks: { Milk: 'cream', Lagoon: 'teal', Brick: 'rust' } },
    options: ['Size', 'Colour'],
    rows: [
      ['TWL-LOO-H-MIL', ['Hand', 'Milk'], 19, 280, 55],
      ['TWL-LOO-H-LAG', ['Hand', 'Lagoon'], 19, 280, 41],
      ['TWL-LOO-H-BRI', ['Hand', 'Brick'], 19, 280, 38],
      ['TWL-LOO-B-MIL', ['Bath', 'Milk'], 36, 690, 32],
      ['TWL-LOO-B-LAG', ['Bath', 'Lagoon'], 36, 690, 25],
      ['TWL-LOO-B-BRI', ['Bath', 'Brick'], 29, 690, 4, 36],
    ],
  }),
]

export const homeProducts: readonly DemoProduct[] = [...homeAndLight, ...soapAndBath]
