import type { Ctx } from '#context'
import { newId } from '#kernel/id.ts'
import { collection } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import { RATES_PER_COUNTRY_MAX, taxFaults } from './faults.ts'
import type { NewTaxRate, TaxRatePatch } from './schema.ts'
import { changedTaxRate, newTaxRate, type TaxRate, taxRateChanged } from './tax-rate.ts'

export const taxRates = collection<TaxRate, 'bySlot' | 'byCountry'>({
  name: 'tax-rates',
  missing: taxFaults.missing,
  indexes: { bySlot: { fields: ['slot'], unique: true }, byCountry: { fields: ['countryCode'] } },
})

/** All rates of a country, its regions' too. */
export async function loadTaxRates(ctx: Ctx, countryCode: string): Promise<readonly TaxRate[]> {
  const found = await ctx.find(taxRates, 'byCountry', {
    equals: [countryCode],
    limit: RATES_PER_COUNTRY_MAX,
  })
  return found.data
}

export async function createTaxRate(ctx: Ctx, body: NewTaxRate): Promise<TaxRate> {
  const created = newTaxRate(body, { id: newId('tax', { now: () => ctx.now }), now: ctx.now })
  await refuseUnfit(ctx, created.next)
  return ctx.save(taxRates, created)
}

export async function changeTaxRate(ctx: Ctx, id: string, patch: TaxRatePatch): Promise<TaxRate> {
  const changed = changedTaxRate(await needTaxRate(ctx, id), patch, ctx.now)
  await refuseUnfit(ctx, changed.next)
  return ctx.save(taxRates, changed)
}

export async function deleteTaxRate(ctx: Ctx, id: string): Promise<undefined> {
  const rate = await needTaxRate(ctx, id)
  ctx.stage(remove(taxRates, rate), taxRateChanged(id, { change: 'deleted', name: rate.name }))
}

export async function needTaxRate(ctx: Ctx, id: string): Promise<TaxRate> {
  const rate = await ctx.get(taxRates, id)
  if (rate) return rate
  throw taxFaults.missing({ message: `There is no tax rate with the id ${id}.`, details: { id } })
}

async function refuseUnfit(ctx: Ctx, { id, slot, countryCode }: TaxRate): Promise<void> {
  const others = (await loadTaxRates(ctx, countryCode)).filter((each) => each.id !== id)
  if (others.length >= RATES_PER_COUNTRY_MAX) throw taxFaults.tooManyRates()
  const holder = others.find((each) => each.slot === slot)
  if (!holder) return
  throw taxFaults.slotTaken({
    message: `"${holder.name}" (${holder.id}) is the rate for ${slot} already. Change that one instead.`,
    details: { slot, taxRateId: holder.id },
  })
}
