import { permitted } from '#http/access.ts'
import { type Route, route } from '#http/route.ts'
import { named, Shape, Type } from '#kernel/schema.ts'
import { productFields } from './custom-fields.ts'

const FieldView = named(
  'CustomField',
  Shape({
    of: Type.Literal('product', { description: 'What kind of document it belongs to' }),
    module: Type.String({ description: 'The module that declares it' }),
    name: Type.String({ description: 'As `custom` calls it' }),
    column: Type.Boolean({ description: 'Lists have a column for it' }),
    isPublic: Type.Boolean({ description: 'Shoppers see it' }),
    schema: Type.Record(Type.String(), Type.Unknown(), {
      description: 'JSON Schema of a value, with its title and description',
    }),
  }),
)

export const extensionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/admin/extensions',
    summary: 'List what modules add to the documents of others',
    description: 'The custom fields of products, for forms and lists.',
    access: permitted('catalog:read'),
    replies: { 200: Shape({ fields: Type.Array(FieldView) }) },
    handle(ctx) {
      const fields = [...ctx.use(productFields).values()]
      return { fields: fields.map(({ schema, ...field }) => ({ ...field, schema: { ...schema } })) }
    },
  }),
]
