import type { Ctx } from '#context'
import { anyone } from '#http/access.ts'
import { type Route, route } from '#http/route.ts'
import { Country, Currency, Email, Id, Line, Nullable, named, Price, Shape, Type } from '#kernel/schema.ts'
import { AddressSchema } from '#modules/profiles/index.ts'
import {
  findCoupons,
  knownCoupon,
  type Promotion,
  promotionFaults,
  toCode,
} from '#modules/promotions/index.ts'
import { cartHolder, cartReader } from './access.ts'
import { addItem, findItem } from './add-item.ts'
import { addCoupon, QUANTITY_MAX, removeCoupon, removeLine, setContact, setQuantity } from './cart.ts'
import { changeCart, readCart } from './change-cart.ts'
import { listShipping, takeShipping } from './choose-shipping.ts'
import { carts } from './collections.ts'
import { cartFaults } from './faults.ts'
import { openCartFor } from './open-cart.ts'
import { CartSchema } from './view.ts'

const Cart = Shape({ cartId: Id('cart') })
const CartLine = Shape({ cartId: Id('cart'), lineId: Id('line') })
const CartCoupon = Shape({ cartId: Id('cart'), code: Line(64) })
const Quantity = Type.Integer({ minimum: 1, maximum: QUANTITY_MAX })

const revision: Route['revision'] = (ctx: Ctx, { cartId = '' }) =>
  ctx.get(carts, cartId).then((cart) => cart?.revision)

/** What every change of a cart has in common. */
const change = {
  access: cartHolder,
  params: Cart,
  replies: { 200: CartSchema },
  revision,
} as const

export const routes = [
  route({
    method: 'POST',
    path: '/carts',
    summary: 'Open a cart',
    description: "The id of a guest's cart is its secret: whoever knows it holds the cart.",
    access: anyone,
    body: Type.Optional(
      Nullable(Shape({ currency: Type.Optional(Currency), countryCode: Type.Optional(Country) })),
    ),
    replies: { 201: CartSchema },
    faults: [cartFaults.currency],
    handle: (ctx, { body }) => openCartFor(ctx, body ?? {}),
  }),
  route({
    method: 'GET',
    path: '/carts/:cartId',
    summary: "Read a cart at today's prices",
    access: cartReader,
    params: Cart,
    replies: { 200: CartSchema },
    handle: (ctx, { params }) => readCart(ctx, params.cartId),
  }),
  route({
    ...change,
    method: 'PATCH',
    path: '/carts/:cartId',
    summary: 'Say who the order is for and where it goes',
    body: Shape({
      email: Type.Optional(Nullable(Email)),
      shippingAddress: Type.Optional(Nullable(AddressSchema)),
      billingAddress: Type.Optional(Nullable(AddressSchema)),
    }),
    faults: [cartFaults.closed],
    handle: (ctx, { params, body }) => changeCart(ctx, params.cartId, (cart) => setContact(cart, body)),
  }),
  route({
    ...change,
    method: 'POST',
    path: '/carts/:cartId/lines',
    summary: 'Add a line to a cart',
    description:
      'An item that is in the cart already gets more of it. Stock is held at checkout, not before.',
    body: named('NewLine', Shape({ variantId: Id('var'), quantity: Quantity })),
    faults: [cartFaults.closed, cartFaults.full, cartFaults.tooMany, cartFaults.noSuchVariant],
    ahead: (ctx, { body }) => findItem(ctx, body),
    handle: (ctx, { params, body }, offer) => addItem(ctx, params.cartId, { ...body, offer }),
  }),
  route({
    ...change,
    method: 'PATCH',
    path: '/carts/:cartId/lines/:lineId',
    summary: 'Change how many of a line',
    params: CartLine,
    body: Shape({ quantity: Quantity }),
    faults: [cartFaults.closed, cartFaults.noSuchLine],
    handle: (ctx, { params, body }) =>
      changeCart(ctx, params.cartId, (cart) => setQuantity(cart, params.lineId, body.quantity)),
  }),
  route({
    ...change,
    method: 'DELETE',
    path: '/carts/:cartId/lines/:lineId',
    summary: 'Take a line out of a cart',
    params: CartLine,
    faults: [cartFaults.closed, cartFaults.noSuchLine],
    handle: (ctx, { params }) => changeCart(ctx, params.cartId, (cart) => removeLine(cart, params.lineId)),
  }),
  route({
    ...change,
    method: 'POST',
    path: '/carts/:cartId/coupons',
    summary: 'Put a coupon on a cart',
    description: 'A coupon that does not apply yet stays on the cart and says what it needs.',
    body: Shape({ code: Line(64) }),
    faults: [cartFaults.closed, cartFaults.couponsFull, promotionFaults.unknownCode],
    ahead: (ctx, { body }) => findCoupons(ctx, [body.code]),
    handle: (ctx, { params, body: { code } }, [coupon]) =>
      changeCart(ctx, params.cartId, (cart) => addCoupon(cart, spelled(code, coupon))),
  }),
  route({
    ...change,
    method: 'DELETE',
    path: '/carts/:cartId/coupons/:code',
    summary: 'Take a coupon off a cart',
    params: CartCoupon,
    faults: [cartFaults.closed, cartFaults.noSuchCoupon],
    handle: (ctx, { params }) =>
      changeCart(ctx, params.cartId, (cart) => removeCoupon(cart, toCode(params.code))),
  }),
  route({
    method: 'GET',
    path: '/carts/:cartId/shipping-options',
    summary: 'List the ways to ship a cart',
    description: "To its shipping address, or to the cart's country as long as it has none.",
    access: cartReader,
    params: Cart,
    replies: {
      200: Shape({
        data: Type.Array(
          named(
            'ShippingOption',
            Shape({
              id: Id('rate'),
              name: Type.String(),
              description: Type.Optional(Type.String()),
              price: Price,
              zone: Type.String(),
              minDays: Nullable(Type.Integer()),
              maxDays: Nullable(Type.Integer()),
              explanation: Type.String(),
            }),
          ),
        ),
        next: Type.Null(),
        problem: Nullable(Type.String({ description: 'Why there is no way to ship it' })),
      }),
    },
    async handle(ctx, { params }) {
      const { options, problem } = await listShipping(ctx, params.cartId)
      return { data: [...options], next: null, problem }
    },
  }),
  route({
    ...change,
    method: 'PUT',
    path: '/carts/:cartId/shipping-option',
    summary: 'Choose how to ship a cart',
    body: Shape({ id: Id('rate') }),
    faults: [cartFaults.closed, cartFaults.noSuchShipping],
    handle: (ctx, { params, body }) => takeShipping(ctx, params.cartId, body.id),
  }),
]

/** The code as its promotion spells it; unknown codes are refused by name. */
const spelled = (code: string, coupon: Promotion | undefined) => knownCoupon(code, coupon).code ?? code
