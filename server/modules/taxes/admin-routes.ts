import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Country, Id, PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { taxFaults } from './faults.ts'
import { NewTaxRate, TaxRatePatch, TaxRateView } from './schema.ts'
import type { TaxRate } from './tax-rate.ts'
import { changeTaxRate, createTaxRate, deleteTaxRate, needTaxRate, taxRates } from './tax-rates.ts'

const params = Shape({ taxRateId: Id('tax') })
const writeFaults = [taxFaults.slotTaken, taxFaults.tooManyRates, taxFaults.invalid]

const revision = async (ctx: Ctx, { taxRateId = '' }: Readonly<Record<string, string>>) =>
  (await ctx.get(taxRates, taxRateId))?.revision

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/admin/tax-rates',
    summary: 'List tax rates, of all countries or of one',
    access: permitted('taxes:read'),
    query: Shape({ ...PageQuery, countryCode: Type.Optional(Country) }),
    replies: { 200: PageOf(TaxRateView) },
    handle: async (ctx, { query: { countryCode, ...page } }) => {
      const { data, next } = await (countryCode === undefined
        ? ctx.find(taxRates, 'byId', page)
        : ctx.find(taxRates, 'byCountry', { equals: [countryCode], ...page }))
      return { data: data.map(toView), next }
    },
  }),
  route({
    method: 'POST',
    path: '/admin/tax-rates',
    summary: 'Create a tax rate',
    description:
      'One rate stands for a country, region and category; taxes due together are one rate, their sum.',
    access: permitted('taxes:write'),
    body: NewTaxRate,
    replies: { 201: TaxRateView },
    faults: writeFaults,
    handle: async (ctx, { body }) => toView(await createTaxRate(ctx, body)),
  }),
  route({
    method: 'GET',
    path: '/admin/tax-rates/:taxRateId',
    summary: 'Read a tax rate',
    access: permitted('taxes:read'),
    params,
    replies: { 200: TaxRateView },
    faults: [taxFaults.missing],
    handle: async (ctx, { params: { taxRateId } }) => toView(await needTaxRate(ctx, taxRateId)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/tax-rates/:taxRateId',
    summary: 'Change a tax rate',
    description: 'Fields that are absent stay. Orders keep the tax they were placed with.',
    access: permitted('taxes:write'),
    params,
    body: TaxRatePatch,
    replies: { 200: TaxRateView },
    faults: [taxFaults.missing, ...writeFaults],
    revision,
    handle: async (ctx, { params: { taxRateId }, body }) => toView(await changeTaxRate(ctx, taxRateId, body)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/tax-rates/:taxRateId',
    summary: 'Delete a tax rate',
    access: permitted('taxes:write'),
    params,
    replies: { 204: null },
    faults: [taxFaults.missing],
    revision,
    handle: (ctx, { params: { taxRateId } }) => deleteTaxRate(ctx, taxRateId),
  }),
]

const toView = ({ revision: version, slot: _, ...rate }: TaxRate): TaxRateView => ({
  ...rate,
  createdAt: toTimestamp(rate.createdAt),
  updatedAt: toTimestamp(rate.updatedAt),
  version,
})
