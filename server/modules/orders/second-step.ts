import type { Ctx } from '#context'
import { anyone } from '#http/access.ts'
import { type Binary, Reply, route } from '#http/route.ts'
import { formatMoney } from '#kernel/money.ts'
import { Shape, Type } from '#kernel/schema.ts'
import { needProvider, paymentFaults } from '#modules/payments/index.ts'
import { publicUrl, shopSettings } from '#modules/settings/index.ts'
import { orders } from './collections.ts'
import type { Order } from './order.ts'
import { orderUrl } from './order-token.ts'
import { askingPage, nothingToAskPage } from './second-step-page.ts'
import { takeNotice } from './take-notice.ts'

const PROVIDER = 'test'
const PATH = `/payments/${PROVIDER}/second-step`
const FORM = 'application/x-www-form-urlencoded'
const FORM_BYTES_MAX = 1_000

const query = Shape({
  reference: Type.String({
    pattern: '^test_[a-z_]{1,40}_pay_[0-9A-Z]{26}$',
    description: 'Of the payment: whoever has it may decide',
  }),
})

/**
 * The page that a bank would have. The reference in its address cannot be guessed, and is all that counts:
 * what is paid, and to where its customer returns, is what the order says.
 */
export const secondStepRoutes = [
  route({
    method: 'GET',
    path: PATH,
    summary: 'The page on which a test payment is confirmed',
    description: 'HTML, for the browser: where `payment.action.url` leads for the card `second_step`.',
    access: anyone,
    query,
    replies: { 200: null },
    faults: [paymentFaults.unknownProvider],
    handle: (ctx, { query: { reference } }) => showPage(ctx, reference),
  }),
  route({
    method: 'POST',
    path: PATH,
    summary: 'Approve or refuse a test payment, by the form of its page',
    description: 'Says what the notice of a bank would, and sends the browser to the page of the order.',
    access: anyone,
    query,
    upload: { contentTypes: [FORM], bytesMax: FORM_BYTES_MAX, whole: true },
    replies: { 303: null },
    faults: [paymentFaults.unknownProvider, paymentFaults.badNotice],
    handle: async (ctx, { query: { reference }, body }) =>
      new Reply(303, undefined, {
        location: await decide(ctx, reference, fieldOf(body as unknown as Buffer)),
      }),
  }),
]

const fieldOf = (form: Buffer): string => new URLSearchParams(form.toString('utf8')).get('outcome') ?? ''

const pageUrl = (reference: string): string => `/api${PATH}?reference=${reference}`

async function showPage(ctx: Ctx, reference: string): Promise<Binary> {
  const order = await orderOf(ctx, reference)
  if (order?.payment.status !== 'action_required') return nothingToAskPage({ home: ctx.use(publicUrl) })
  const { name: shop } = await shopSettings(ctx)
  const amount = formatMoney(order.payment.amount, order.locale)
  return askingPage({ shop, number: order.number, amount, action: pageUrl(reference) })
}

/** Where the browser goes next. Pressed twice, or too late, the second time changes nothing. */
async function decide(ctx: Ctx, reference: string, outcome: string): Promise<string> {
  const order = await orderOf(ctx, reference)
  if (!order) return pageUrl(reference)
  if (order.payment.status === 'action_required') {
    await takeNotice(ctx, PROVIDER, { headers: {}, body: { reference, outcome } })
  }
  return orderUrl(ctx, order)
}

async function orderOf(ctx: Ctx, reference: string): Promise<Order | undefined> {
  needProvider(ctx, PROVIDER)
  const key = reference.slice(reference.lastIndexOf('pay_'))
  const found = await ctx.find(orders, 'byPayment', { equals: [key], limit: 1 })
  return found.data.find(({ payment }) => payment.provider === PROVIDER && payment.reference === reference)
}
