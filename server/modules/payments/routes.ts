import { anyone } from '#http/access.ts'
import { route } from '#http/route.ts'
import { Shape, Type } from '#kernel/schema.ts'
import { paymentProviders } from './provider.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/payment-providers',
    summary: 'List the ways to pay',
    access: anyone,
    replies: { 200: Shape({ data: Type.Array(Shape({ name: Type.String() })), next: Type.Null() }) },
    handle: async (ctx) => ({
      data: [...ctx.use(paymentProviders).keys()].map((name) => ({ name })),
      next: null,
    }),
  }),
]
