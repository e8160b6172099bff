import type { Ctx } from '#context'
import { newId } from '#kernel/id.ts'
import { moneyFaults } from '#kernel/money.ts'
import { shopSettings } from '#modules/settings/index.ts'
import { collection } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import { amountsOf } from './check-rate.ts'
import { shippingFaults, ZONES_MAX } from './faults.ts'
import type { ZoneBody } from './schema.ts'
import { newZone, replacedZone, shippingZoneChanged, type Zone } from './zone.ts'

export const zones = collection<Zone, 'byPlace' | 'byReach'>({
  name: 'shipping-zones',
  missing: shippingFaults.missing,
  indexes: { byPlace: { fields: ['places[]'], unique: true }, byReach: { fields: ['reach[]'] } },
})

/** The shop's zones, oldest first; with a country, only those that mention it or the rest of the world. */
export async function loadZones(ctx: Ctx, countryCode?: string): Promise<readonly Zone[]> {
  if (countryCode === undefined) return (await ctx.find(zones, 'byId', { limit: ZONES_MAX })).data
  const [near, rest] = await Promise.all([
    ctx.find(zones, 'byReach', { equals: [countryCode], limit: ZONES_MAX }),
    ctx.find(zones, 'byReach', { equals: ['*'], limit: ZONES_MAX }),
  ])
  const known = new Set(near.data.map((zone) => zone.id))
  return [...near.data, ...rest.data.filter((zone) => !known.has(zone.id))]
}

export async function createZone(ctx: Ctx, body: ZoneBody): Promise<Zone> {
  const created = newZone(body, { id: newId('zone', { now: () => ctx.now }), now: ctx.now })
  const others = await loadZones(ctx)
  if (others.length >= ZONES_MAX) throw shippingFaults.tooManyZones()
  await refuseUnfit(ctx, created.next, others)
  return ctx.save(zones, created)
}

export async function replaceZone(ctx: Ctx, id: string, body: ZoneBody): Promise<Zone> {
  const replaced = replacedZone(await needZone(ctx, id), body, ctx.now)
  await refuseUnfit(ctx, replaced.next, await loadZones(ctx))
  return ctx.save(zones, replaced)
}

export async function deleteZone(ctx: Ctx, id: string): Promise<undefined> {
  const zone = await needZone(ctx, id)
  ctx.stage(remove(zones, zone), shippingZoneChanged(id, { change: 'deleted', name: zone.name }))
}

export async function needZone(ctx: Ctx, id: string): Promise<Zone> {
  const zone = await ctx.get(zones, id)
  if (zone) return zone
  throw shippingFaults.missing({ message: `There is no shipping zone with the id ${id}.`, details: { id } })
}

/** What a zone cannot know by itself: that its places are free and its prices in the shop's currency. */
async function refuseUnfit(ctx: Ctx, zone: Zone, all: readonly Zone[]): Promise<void> {
  const { currency } = await shopSettings(ctx)
  for (const [at, rate] of zone.rates.entries()) {
    const foreign = amountsOf(rate).find((amount) => amount.currency !== currency)
    if (!foreign) continue
    const field = `rates.${at}.price`
    throw moneyFaults.currencyMismatch({
      message: `Not accepted — ${field}: the shop sells in ${currency}, not in ${foreign.currency}.`,
      details: { errors: [{ field, reason: `must be in "${currency}"` }] },
    })
  }
  const places = new Set(zone.places)
  for (const other of all) {
    const place = other.id === zone.id ? undefined : other.places.find((each) => places.has(each))
    if (place === undefined) continue
    throw shippingFaults.placeTaken({
      message: `"${place}" is in the zone "${other.name}" (${other.id}) already. Take it out there first.`,
      details: { place, zoneId: other.id },
    })
  }
}

/** Whether any rate holds an amount of money, and so the shop's currency. */
export const hasAmounts = async (ctx: Ctx): Promise<boolean> =>
  (await loadZones(ctx)).some((zone) => zone.rates.length > 0)
