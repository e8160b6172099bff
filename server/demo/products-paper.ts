import { type DemoProduct, product } from './product.ts'
import { makers } from './shop.ts'

export const paperProducts: readonly DemoProduct[] = [
  product({
    title: 'Square Notebook',
    category: 'paper-and-ink',
    vendor: makers.paper,
    tags: ['notebook', 'everyday', 'gift'],
    description:
      'One hundred and sixty pages that lie flat, an elastic to keep secrets in and a pocket at the back ' +
      'for tickets. The paper is thick enough for fountain pens and the occasional tear.',
    art: { motif: 'notebook', palette: 'crust', looks: { Conker: 'crust', Bottle: 'forest', Slate: 'sky' } },
    options: ['Cover', 'Pages'],
    rows: [
      ['NTB-SQR-CON-LIN', ['Conker', 'Lined'], 17, 310, 88],
      ['NTB-SQR-CON-DOT', ['Conker', 'Dotted'], 17, 310, 64],
      ['NTB-SQR-CON-PLA', ['Conker', 'Plain'], 17, 310, 40],
      ['NTB-SQR-BOT-LIN', ['Bottle', 'Lined'], 17, 310, 71],
      ['NTB-SQR-BOT-DOT', ['Bottle', 'Dotted'], 17, 310, 2],
      ['NTB-SQR-BOT-PLA', ['Bottle', 'Plain'], 17, 310, 35],
      ['NTB-SQR-SLA-LIN', ['Slate', 'Lined'], 17, 310, 59],
      ['NTB-SQR-SLA-DOT', ['Slate', 'Dotted'], 17, 310, 48],
      ['NTB-SQR-SLA-PLA', ['Slate', 'Plain'], 17, 310, 0],
    ],
  }),
  product({
    title: 'Letters Home',
    category: 'paper-and-ink',
    vendor: makers.paper,
    tags: ['letters', 'gift', 'set'],
    description:
      'Twenty sheets, twenty envelopes and a stick of green wax for people who still have something to ' +
      'say. A flower is printed at the head of each sheet. The rest is up to you.',
    art: { motif: 'letters', palette: 'rose' },
    rows: [['LET-HOM', [], 15.5, 290, 56]],
  }),
  product({
    title: 'Next Year’s Calendar',
    category: 'paper-and-ink',
    vendor: makers.press,
    status: 'draft',
    tags: ['calendar', 'wall', 'printed'],
    description:
      'Twelve views of the hills around Larkwell in four colours of ink, one for each season. Market days ' +
      'are marked in red. The printer is still arguing with the weather about November.',
    art: { motif: 'calendar', palette: 'sage' },
    rows: [['CAL-NXT', [], 22, 340, 0]],
  }),
  product({
    title: 'Schoolmaster Fountain Pen',
    category: 'pens-and-ink',
    vendor: makers.paper,
    tags: ['pen', 'heirloom', 'gift'],
    description:
      'A pen with some weight to it, turned from a single rod and filled from a bottle with a twist of ' +
      'the end. The steel nib learns your handwriting in about a week and never tells.',
    art: { motif: 'fountainPen', palette: 'navy' },
    options: ['Nib'],
    rows: [
      ['PEN-SCH-F', ['Fine'], 72, 85, 17],
      ['PEN-SCH-M', ['Medium'], 72, 85, 24],
      ['PEN-SCH-B', ['Broad'], 72, 85, 6],
    ],
  }),
  product({
    title: 'Weather Ink',
    category: 'pens-and-ink',
    vendor: makers.paper,
    tags: ['ink', 'writing', 'vegan'],
    description:
      'Fifty millilitres of slow, shading ink, mixed to match the sky over the square on the day and ' +
      'named after it. It dries in the time it takes to think of the next sentence.',
    art: {
      motif: 'inkBottle',
      palette: 'teal',
      looks: {
        'Before rain': 'teal',
        'Clear night': 'navy',
        'Red morning': 'brick',
        Hedgerow: 'forest',
        Thunder: 'plum',
      },
    },
    options: ['Colour'],
    rows: [
      ['INK-WEA-BEF', ['Before rain'], 13.5, 190, 45],
      ['INK-WEA-CLE', ['Clear night'], 13.5, 190, 80],
      ['INK-WEA-RED', ['Red morning'], 13.5, 190, 28],
      ['INK-WEA-HED', ['Hedgerow'], 13.5, 190, 33],
      ['INK-WEA-THU', ['Thunder'], 13.5, 190, 1],
    ],
  }),
  product({
    title: 'Eight Good Pencils',
    category: 'pens-and-ink',
    vendor: makers.paper,
    tags: ['pencils', 'drawing', 'children'],
    description:
      'Eight colours chosen by a painter so that any two of them look right together. Soft cores, cedar ' +
      'barrels, and a card sleeve that stands up by itself on the table.',
    art: { motif: 'pencils', palette: 'berry' },
    rows: [['PCL-8', [], 14, 130, 105]],
  }),
  product({
    title: 'A Year at the Table',
    category: 'books',
    vendor: makers.press,
    taxCategory: 'reduced',
    tags: ['book', 'cooking', 'gift'],
    description:
      'Fifty-two suppers by the cooks of one small town, from New Year’s lentils to the pear tart that ' +
      'ended a feud. Cloth-bound, 240 pages, with wide margins for your own corrections.',
    art: { motif: 'recipeBook', palette: 'forest' },
    rows: [['BOK-YEA', [], 34, 980, 42]],
  }),
  product({
    title: 'The Lark Who Was Late',
    category: 'books',
    vendor: makers.press,
    taxCategory: 'zero',
    tags: ['book', 'children', 'bedtime'],
    description:
      'Every morning the lark wakes the town, until the day that she sleeps in and nobody knows what time ' +
      'it is. A picture book for ages three to seven, and for those who have to read it eleven times.',
    art: { motif: 'pictureBook', palette: 'sky' },
    rows: [['BOK-LRK', [], 18.5, 460, 67]],
  }),
]
