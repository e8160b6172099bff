import type { DemoProduct } from './product.ts'
import { clothProducts } from './products-cloth.ts'
import { gardenProducts } from './products-garden.ts'
import { homeProducts } from './products-home.ts'
import { kitchenProducts } from './products-kitchen.ts'
import { pantryProducts } from './products-pantry.ts'
import { paperProducts } from './products-paper.ts'
import { playProducts } from './products-play.ts'

/** Everything the demo shop sells, section by section. */
export const demoProducts: readonly DemoProduct[] = [
  ...pantryProducts,
  ...kitchenProducts,
  ...clothProducts,
  ...gardenProducts,
  ...paperProducts,
  ...playProducts,
  ...homeProducts,
]
