import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { moneyFaults } from '#kernel/money.ts'
import { Id, PageOf, PageQuery, Shape } from '#kernel/schema.ts'
import { shippingFaults } from './faults.ts'
import { quoteShipping } from './options.ts'
import { QuoteBody, QuoteView, ZoneBody, ZoneView } from './schema.ts'
import type { Zone } from './zone.ts'
import { createZone, deleteZone, loadZones, needZone, replaceZone, zones } from './zones.ts'

const params = Shape({ zoneId: Id('zone') })
const writeFaults = [shippingFaults.placeTaken, shippingFaults.invalid, moneyFaults.currencyMismatch]

const revision = async (ctx: Ctx, { zoneId = '' }: Readonly<Record<string, string>>) =>
  (await ctx.get(zones, zoneId))?.revision

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/admin/shipping-zones',
    summary: 'List shipping zones with their rates',
    access: permitted('shipping:read'),
    query: Shape(PageQuery),
    replies: { 200: PageOf(ZoneView) },
    handle: async (ctx, { query }) => {
      const { data, next } = await ctx.find(zones, 'byId', query)
      return { data: data.map(toView), next }
    },
  }),
  route({
    method: 'POST',
    path: '/admin/shipping-zones',
    summary: 'Create a shipping zone with its rates',
    description:
      'A place lies in one zone only. The most specific zone serves an address: postcode, region, country.',
    access: permitted('shipping:write'),
    body: ZoneBody,
    replies: { 201: ZoneView },
    faults: [...writeFaults, shippingFaults.tooManyZones],
    handle: async (ctx, { body }) => toView(await createZone(ctx, body)),
  }),
  route({
    method: 'GET',
    path: '/admin/shipping-zones/:zoneId',
    summary: 'Read a shipping zone with its rates',
    access: permitted('shipping:read'),
    params,
    replies: { 200: ZoneView },
    faults: [shippingFaults.missing],
    handle: async (ctx, { params: { zoneId } }) => toView(await needZone(ctx, zoneId)),
  }),
  route({
    method: 'PUT',
    path: '/admin/shipping-zones/:zoneId',
    summary: 'Replace a shipping zone and its rates',
    description: 'Send a rate with its id to keep it, so that carts which chose it keep their choice.',
    access: permitted('shipping:write'),
    params,
    body: ZoneBody,
    replies: { 200: ZoneView },
    faults: [shippingFaults.missing, ...writeFaults],
    revision,
    handle: async (ctx, { params: { zoneId }, body }) => toView(await replaceZone(ctx, zoneId, body)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/shipping-zones/:zoneId',
    summary: 'Delete a shipping zone',
    access: permitted('shipping:write'),
    params,
    replies: { 204: null },
    faults: [shippingFaults.missing],
    revision,
    handle: (ctx, { params: { zoneId } }) => deleteZone(ctx, zoneId),
  }),
  route({
    method: 'POST',
    path: '/admin/shipping-zones/quotes',
    summary: 'See which zone and rates serve an address, and why the others do not',
    access: permitted('shipping:read'),
    body: QuoteBody,
    replies: { 200: QuoteView },
    handle: async (ctx, { body: { address, goods, weightGrams } }) => {
      const all = await loadZones(ctx, address.countryCode)
      const { currency } = goods
      const { match, ...quote } = quoteShipping({ zones: all, address, goods, weightGrams, currency })
      const zone = match ? { id: match.zone.id, name: match.zone.name, because: match.because } : null
      return { zone, options: [...quote.options], refused: [...quote.refused], problem: quote.problem }
    },
  }),
]

function toView({ revision: version, places: _, reach: _reach, ...zone }: Zone): ZoneView {
  return {
    ...(zone as unknown as Omit<ZoneView, 'version' | 'createdAt' | 'updatedAt'>),
    createdAt: toTimestamp(zone.createdAt),
    updatedAt: toTimestamp(zone.updatedAt),
    version,
  }
}
