import type { Picture } from './artwork.ts'

export interface DemoCategory {
  readonly handle: CategoryHandle
  readonly title: string
  readonly description: string
  readonly parent?: CategoryHandle
  /** One to three things in its picture, the first in front; the scenery is the first one's. */
  readonly art: readonly Picture[]
}

const list = [
  {
    handle: 'bakery-and-pantry',
    title: 'Bakery & Pantry',
    description:
      'What the stalls by the fountain sell out of first: bread, jam, honey, and something hot to go with ' +
      'it.',
    art: [
      { motif: 'loaf', palette: 'crust' },
      { motif: 'jamJar', palette: 'berry' },
      { motif: 'oilBottle', palette: 'mustard' },
    ],
  },
  {
    handle: 'bread-and-bakes',
    parent: 'bakery-and-pantry',
    title: 'Bread & Bakes',
    description:
      'Out of the oven before dawn on the day it is sent, and wrapped while it is still a little warm.',
    art: [
      { motif: 'knots', palette: 'mustard' },
      { motif: 'tinLoaf', palette: 'brick' },
    ],
  },
  {
    handle: 'preserves-and-honey',
    parent: 'bakery-and-pantry',
    title: 'Preserves & Honey',
    description:
      'A summer’s worth of hedgerow and heather, put up in jars and bottles for the rest of the year.',
    art: [
      { motif: 'honeyJar', palette: 'honey' },
      { motif: 'jamJar', palette: 'plum' },
    ],
  },
  {
    handle: 'tea-and-coffee',
    parent: 'bakery-and-pantry',
    title: 'Tea & Coffee',
    description: 'Blended and roasted above the tea room, where the whole square can smell it.',
    art: [
      { motif: 'mug', palette: 'rust' },
      { motif: 'coffeeBag', palette: 'navy' },
      { motif: 'teaTin', palette: 'forest' },
    ],
  },
  {
    handle: 'kitchen-and-table',
    title: 'Kitchen & Table',
    description: 'Tools that get better with use, and the bowls that everyone reaches for first.',
    art: [
      { motif: 'pot', palette: 'rust' },
      { motif: 'kettle', palette: 'teal' },
      { motif: 'spoons', palette: 'sky' },
    ],
  },
  {
    handle: 'cookware',
    parent: 'kitchen-and-table',
    title: 'Cookware',
    description: 'Iron, oak and granite: made to be inherited, priced to be cooked with.',
    art: [
      { motif: 'kettle', palette: 'brick' },
      { motif: 'mortar', palette: 'charcoal' },
    ],
  },
  {
    handle: 'cups-and-bowls',
    parent: 'kitchen-and-table',
    title: 'Cups & Bowls',
    description: 'Thrown, glazed and fired at Mossgate, where no two have ever come out quite the same.',
    art: [
      { motif: 'teapot', palette: 'teal' },
      { motif: 'bowls', palette: 'rust' },
    ],
  },
  {
    handle: 'wool-and-cloth',
    title: 'Wool & Cloth',
    description: 'Shorn on the hill, spun by the river and worn in all weathers.',
    art: [
      { motif: 'jumper', palette: 'oat' },
      { motif: 'scarf', palette: 'berry' },
    ],
  },
  {
    handle: 'knitwear',
    parent: 'wool-and-cloth',
    title: 'Knitwear',
    description:
      'Six pairs of needles, one kitchen table and a great deal of tea stand behind each of these.',
    art: [
      { motif: 'beanie', palette: 'plum' },
      { motif: 'mittens', palette: 'forest' },
    ],
  },
  {
    handle: 'garden',
    title: 'Garden',
    description: 'For allotments, window boxes and the one brave pot on the doorstep.',
    art: [
      { motif: 'planter', palette: 'rust' },
      { motif: 'wateringCan', palette: 'sky' },
    ],
  },
  {
    handle: 'seeds-and-bulbs',
    parent: 'garden',
    title: 'Seeds & Bulbs',
    description: 'Small, dry and patient. Everything here asks only for soil, water and a little faith.',
    art: [{ motif: 'tulips', palette: 'mustard' }],
  },
  {
    handle: 'paper-and-ink',
    title: 'Paper & Ink',
    description:
      'For lists, letters, maps to buried treasure and everything else that deserves better than a ' +
      'screen.',
    art: [
      { motif: 'notebook', palette: 'crust' },
      { motif: 'pencils', palette: 'navy' },
    ],
  },
  {
    handle: 'pens-and-ink',
    parent: 'paper-and-ink',
    title: 'Pens & Ink',
    description: 'Nibs that suit your hand and inks that are named after the weather they were mixed in.',
    art: [
      { motif: 'inkBottle', palette: 'teal' },
      { motif: 'pencils', palette: 'rust' },
    ],
  },
  {
    handle: 'books',
    parent: 'paper-and-ink',
    title: 'Books',
    description: 'Printed on the square’s own press, bound by hand and sold with a ribbon to keep the place.',
    art: [
      { motif: 'recipeBook', palette: 'forest' },
      { motif: 'pictureBook', palette: 'brick' },
    ],
  },
  {
    handle: 'toys-and-games',
    title: 'Toys & Games',
    description:
      'Nothing here needs a battery, and most of it has already been tested on somebody’s little brother.',
    art: [
      { motif: 'train', palette: 'sky' },
      { motif: 'bear', palette: 'crust' },
      { motif: 'rings', palette: 'berry' },
    ],
  },
  {
    handle: 'games-and-puzzles',
    parent: 'toys-and-games',
    title: 'Games & Puzzles',
    description: 'For long tables, wet Sundays and people who claim that they do not mind losing.',
    art: [
      { motif: 'draughts', palette: 'teal' },
      { motif: 'jigsaw', palette: 'rust' },
    ],
  },
  {
    handle: 'home-and-light',
    title: 'Home & Light',
    description: 'A place to sit, a light to read by, and something on the wall to look at in between.',
    art: [
      { motif: 'lamp', palette: 'forest' },
      { motif: 'stool', palette: 'rose' },
    ],
  },
  {
    handle: 'lamps-and-candles',
    parent: 'home-and-light',
    title: 'Lamps & Candles',
    description: 'Good light for evenings: wax, wick and one or two things with a plug.',
    art: [
      { motif: 'lantern', palette: 'brick' },
      { motif: 'candles', palette: 'honey' },
    ],
  },
  {
    handle: 'soap-and-bath',
    title: 'Soap & Bath',
    description: 'Boiled, poured and cut by hand on Foxglove Row, and left to cure until it is mild.',
    art: [
      { motif: 'soap', palette: 'sage' },
      { motif: 'towels', palette: 'rose' },
      { motif: 'saltsJar', palette: 'plum' },
    ],
  },
] as const

export type CategoryHandle = (typeof list)[number]['handle']

/** Parents come before their children, so that they can be written in this order. */
export const demoCategories: readonly DemoCategory[] = list

/** A category's handle and those above it, the nearest first. */
export function categoryTrail(handle: CategoryHandle): CategoryHandle[] {
  const parent = demoCategories.find((category) => category.handle === handle)?.parent
  return parent ? [handle, ...categoryTrail(parent)] : [handle]
}
