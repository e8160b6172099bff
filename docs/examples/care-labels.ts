import { anyone } from '../../server/http/access.ts'
import { route } from '../../server/http/route.ts'
import { customField } from '../../server/kernel/custom-field.ts'
import { Id, Shape, Type } from '../../server/kernel/schema.ts'
import { settingsSection } from '../../server/kernel/settings-section.ts'
import type { Module } from '../../server/module.ts'
import { products } from '../../server/modules/catalog/index.ts'
import { readSettings } from '../../server/modules/settings/index.ts'

export const careSettings = settingsSection({
  title: 'Care labels',
  description: 'What a label says where its product says nothing.',
  schema: Type.Object({
    fallback: Type.String({ title: 'Otherwise', maxLength: 200, default: 'Wash with like colours.' }),
  }),
})

const care = customField({
  of: 'product',
  name: 'care',
  schema: Type.String({ title: 'Care', description: 'How to wash it', maxLength: 500 }),
  column: true,
  isPublic: true,
})

/** A plugin: each product says how it is cared for. */
export const careLabels: Module = {
  name: 'care-labels',
  settings: careSettings,
  fields: [care],
  routes: [
    route({
      method: 'GET',
      path: '/care-labels/:productId',
      summary: 'Read what the label of a product says',
      access: anyone,
      params: Shape({ productId: Id('prod') }),
      replies: { 200: Shape({ text: Type.String() }) },
      async handle(ctx, { params }) {
        const product = await ctx.get(products, params.productId)
        if (product?.status !== 'published') throw products.missing()
        const { fallback } = await readSettings(ctx, careSettings)
        return { text: String(product.custom?.care ?? fallback) }
      },
    }),
  ],
}
