import { signedIn } from '#http/access.ts'
import { route } from '#http/route.ts'
import { Id, named, Shape } from '#kernel/schema.ts'
import { cartFaults } from './faults.ts'
import { mergeCart } from './merge-cart.ts'
import { readOwn } from './own-cart.ts'
import { CartSchema } from './view.ts'

export const meRoutes = [
  route({
    method: 'GET',
    path: '/me/cart',
    summary: 'Read your cart, on whatever device you filled it',
    description: 'It is opened when it is first asked for, and anew once the last one became an order.',
    access: signedIn,
    replies: { 200: CartSchema },
    handle: readOwn,
  }),
  route({
    method: 'POST',
    path: '/me/cart/merge',
    summary: 'Merge the cart from before you signed in into yours',
    description:
      'Quantities add up, coupons stay, and the other cart is gone. Asked for again, it changes nothing. Where ' +
      'your cart cannot hold all of it, both stay as they are.',
    access: signedIn,
    body: named('CartMerge', Shape({ cartId: Id('cart') })),
    replies: { 200: CartSchema },
    faults: [
      cartFaults.missing,
      cartFaults.closed,
      cartFaults.full,
      cartFaults.tooMany,
      cartFaults.couponsFull,
      cartFaults.currency,
    ],
    handle: (ctx, { body }) => mergeCart(ctx, body.cartId),
  }),
]
