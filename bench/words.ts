/** What the made-up catalogue is written with. ASCII alone: the load client counts characters as bytes. */
const list = (text: string): readonly string[] => text.trim().split(/\s+/)

export const COLOURS = list(`
  blue black white red green grey brown navy beige pink yellow purple orange cream olive teal rose amber ivory coral`)

export const MATERIALS = list(`
  cotton wool leather linen denim silk canvas velvet bamboo cashmere fleece suede nylon ceramic oak steel copper
  walnut marble glass wicker birch brass felt cork slate porcelain rattan merino flannel`)

export const THINGS = list(`
  shirt dress jacket trousers sweater blanket sneakers backpack necklace bracelet cushion lantern candle teapot
  kettle notebook scarf gloves umbrella wallet sandals raincoat hoodie leggings pyjamas apron basket mirror carpet
  curtain armchair bookshelf flowerpot headphones keyboard speaker tripod lamp vase stool bench bowl platter tray
  clock kite puzzle teacup saucer spoon ladle cutting-board planter watering-can hammock pillow duvet towel bathrobe
  slippers mittens beanie cardigan waistcoat blouse skirt satchel suitcase purse earrings brooch cufflinks`)

export const QUALITIES = list(`
  classic modern light warm small large folding woven striped plain quilted printed hand-made everyday vintage slim
  sturdy soft round square double summer winter travel garden kitchen`)

export const CATEGORIES = list('Clothing Shoes Jewellery Kitchen Furniture Textiles Garden Stationery')

export const MAKERS = list(
  'Northwind Alder Brightwater Calloway Dunmore Eastgate Fernhill Greystone Harrow Ironwood',
)

/** The words that any English text is full of, the most frequent first. */
export const COMMON = list(`
  the and of a to in is with for it on that are from this by as be at you made our or has will one can not your all
  each more than when which how its made into they keeps after every between both where own good long years use`)

const SYLLABLES = list(
  'ba de fi go lu ma ne pi ro su ta ve wi zo ka le mi no pu ra se ti vo xa cha dri flo gre sto',
)

/**
 * The n-th of endlessly many made-up words: names, places, jargon, whatever a shop's texts have once or
 * twice.
 */
export function rareWord(n: number): string {
  let word = ''
  for (let left = n + SYLLABLES.length; left > 0; left = Math.floor(left / SYLLABLES.length)) {
    word += SYLLABLES[left % SYLLABLES.length]
  }
  return word
}
