/** What `generateShopifyCsv` writes for one product: this many variants, and one row with a second image. */
export const ROWS_PER_PRODUCT = 4

const CHUNK_CHARS = 64 * 1024

const SHOPIFY_HEADER = [
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value',
  'Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty',
  'Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price',
  'Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card',
  'SEO Title,SEO Description,Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status',
].join(',')

const COLUMNS = SHOPIFY_HEADER.split(',')
const IMAGE_AT = COLUMNS.indexOf('Image Src')
const IMAGE_CELLS = 3

const MATERIALS = [
  'Oak',
  'Linen',
  'Copper',
  'Wool',
  'Clay',
  'Slate',
  'Cotton',
  'Birch',
  'Brass',
  'Felt',
  'Cork',
]
const THINGS = [
  'Lamp',
  'Bowl',
  'Chair',
  'Blanket',
  'Vase',
  'Tray',
  'Cushion',
  'Stool',
  'Basket',
  'Mirror',
  'Clock',
]
const TYPES = ['Lighting', 'Kitchen', 'Furniture', 'Textiles', 'Decoration']
const COLOURS = ['Natural', 'Charcoal', 'Sand']

const pick = (from: readonly string[], at: number): string => from[at % from.length] as string

/**
 * A Shopify export of exactly so many rows (beside the header), the same each time: products of three
 * variants with an image row, in chunks of about 64 KB. The last product has as many rows as are left.
 */
export async function* generateShopifyCsv(rows: number): AsyncGenerator<string> {
  let chunk = `${SHOPIFY_HEADER}\n`
  for (let row = 0; row < rows; row++) {
    chunk += shopifyRow(Math.floor(row / ROWS_PER_PRODUCT), row % ROWS_PER_PRODUCT)
    if (chunk.length >= CHUNK_CHARS) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

function shopifyRow(product: number, part: number): string {
  const title = `${pick(MATERIALS, product)} ${pick(THINGS, product * 7 + 3)} ${product}`
  const handle = title.toLowerCase().replaceAll(' ', '-')
  const image = `https://images.example.com/catalogue/${handle}`
  if (part === ROWS_PER_PRODUCT - 1) {
    const behind = ','.repeat(COLUMNS.length - IMAGE_AT - IMAGE_CELLS)
    return `${handle}${','.repeat(IMAGE_AT)}${image}-detail.jpg,2,${title} from the side${behind}\n`
  }
  const colour = pick(COLOURS, part)
  const price = 900 + ((product * 37) % 9_000) + part * 250
  const amount = `${Math.floor(price / 100)}.${String(price % 100).padStart(2, '0')}`
  const head = part === 0 ? headCells(title, product) : ',,,,,,'
  const option = part === 0 ? 'Colour' : ''
  const variant = `SKU-${product}-${part},${250 + (product % 40) * 50},shopify,${(product * 13 + part) % 90},deny,manual`
  const imageCells = part === 0 ? `${image}.jpg,1,${title}` : ',,'
  const seo = part === 0 ? `false,${title} | Example,Made to last` : ',,'
  return `${handle},${head}${option},${colour},,,,,${variant},${amount},,true,true,,${imageCells},${seo},,g,,,${
    part === 0 ? 'active' : ''
  }\n`
}

function headCells(title: string, product: number): string {
  const body = `"<p>The <strong>${title}</strong> is made by hand in small batches, ""as it should be"".</p>
<ul><li>Solid ${pick(MATERIALS, product).toLowerCase()}</li><li>Ships flat &amp; whole</li></ul>"`
  const tags = `"home, ${pick(TYPES, product).toLowerCase()}, ${pick(MATERIALS, product).toLowerCase()}"`
  return `${title},${body},Example Works,${pick(TYPES, product)},${tags},true,`
}

const WOO_HEADER = [
  'ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description',
  '"Date sale price starts","Date sale price ends","Tax status","Tax class","In stock?",Stock,"Backorders allowed?"',
  '"Sold individually?","Weight (kg)","Length (cm)","Width (cm)","Height (cm)","Allow customer reviews?"',
  '"Purchase note","Sale price","Regular price",Categories,Tags,"Shipping class",Images,"Download limit"',
  '"Download expiry days",Parent,"Grouped products",Upsells,Cross-sells,"External URL","Button text",Position',
  '"Attribute 1 name","Attribute 1 value(s)","Attribute 1 visible","Attribute 1 global"',
].join(',')

/**
 * A WooCommerce export of so many rows, the same each time: first all variable products, then all variations,
 * three for each product, which is the hardest order for a reader.
 */
export async function* generateWooCsv(rows: number): AsyncGenerator<string> {
  const products = Math.ceil(rows / ROWS_PER_PRODUCT)
  let chunk = `${WOO_HEADER}\n`
  for (let row = 0; row < rows; row++) {
    chunk +=
      row < products
        ? wooProduct(row)
        : wooVariation((row - products) % products, Math.floor((row - products) / products))
    if (chunk.length >= CHUNK_CHARS) {
      yield chunk
      chunk = ''
    }
  }
  yield chunk
}

const WOO_TEXT = 'made by hand in small batches and sent in plain paper, with a card that says who made it.'

function wooProduct(product: number): string {
  const title = `${pick(MATERIALS, product)} ${pick(THINGS, product * 7 + 3)} ${product}`
  const text = `<p>The <strong>${title}</strong> is ${WOO_TEXT}</p>\\n`.repeat(4)
  const filed = `"Home > ${pick(TYPES, product)}",home,,https://images.example.com/catalogue/${product}.jpg`
  const what = `${product + 1},variable,P-${product},${title},1,0,visible,Made by hand,"${text}"`
  return `${what},,,taxable,,1,,0,0,0.5,,,,1,,,,${filed},,,,,,,,,0,Colour,"${COLOURS.join(', ')}",1,1\n`
}

const WOO_IDS_FROM = 10_000_000

function wooVariation(product: number, part: number): string {
  const id = WOO_IDS_FROM + product * COLOURS.length + part
  const what = `${id},variation,P-${product}-${part},Variation,1,0,visible,,,,,taxable,,1,${product % 50},0,0`
  const price = `${9 + (product % 90)}.50`
  return `${what},,,,,0,,,${price},,,,,,,P-${product},,,,,,${part},Colour,${pick(COLOURS, part)},,1\n`
}
