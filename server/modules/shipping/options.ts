import type { Money } from '#kernel/money.ts'
import { type Fit, fitRate, kilograms, type Parcel } from './fit.ts'
import { type Destination, type Match, matchZone } from './places.ts'
import type { Rate, Zone } from './zone.ts'

export interface ShippingOption {
  /** The rate's id. */
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly price: Money
  /** The zone's name. */
  readonly zone: string
  readonly minDays: number | null
  readonly maxDays: number | null
  /** Why it costs what it costs. */
  readonly explanation: string
}

export interface ShippingInput extends Parcel {
  readonly zones: readonly Zone[]
  readonly address: Destination
}

export interface ShippingOffer {
  /** In the order staff gave them. */
  readonly options: readonly ShippingOption[]
  /** Why there is none; null when there is one. */
  readonly problem: string | null
}

/** An offer with its reasons: the zone that matched and the rates that do not carry the parcel. */
export interface ShippingQuote extends ShippingOffer {
  readonly match: Match | undefined
  readonly refused: readonly { readonly id: string; readonly name: string; readonly why: string }[]
}

type Refusal = Extract<Fit, { price: null }>

/**
 * What a cart can be sent by. A rate's price is 0 where a promotion makes shipping free, or where the goods
 * after discounts come to strictly more than its `freeOver`.
 */
export const shippingOptions = (input: ShippingInput): ShippingOffer => {
  const { options, problem } = quoteShipping(input)
  return { options, problem }
}

export function quoteShipping(input: ShippingInput): ShippingQuote {
  const match = matchZone(input.zones, input.address)
  if (!match) return { match, options: [], refused: [], problem: noZone(input) }
  const options: ShippingOption[] = []
  const refusals: { rate: Rate; fit: Refusal }[] = []
  for (const rate of match.zone.rates) {
    const fit = fitRate(rate, input)
    if (fit.price === null) refusals.push({ rate, fit })
    else options.push(toOption(rate, { ...fit, zone: match.zone.name }))
  }
  const refused = refusals.map(({ rate, fit }) => ({ id: rate.id, name: rate.name, why: fit.why }))
  const problem = options.length > 0 ? null : noRate(match.zone, refusals, input)
  return { match, options, refused, problem }
}

function toOption(rate: Rate, of: { price: Money; explanation: string; zone: string }): ShippingOption {
  return {
    id: rate.id,
    name: rate.name,
    ...(rate.description !== undefined && { description: rate.description }),
    price: of.price,
    zone: of.zone,
    minDays: rate.minDays ?? null,
    maxDays: rate.maxDays ?? null,
    explanation: of.explanation,
  }
}

function noZone({ zones, address: { countryCode } }: ShippingInput): string {
  const servesPart = zones.some(({ reach }) => reach.includes(countryCode))
  return servesPart
    ? `We do not ship to this part of ${countryCode} yet.`
    : `We do not ship to ${countryCode} yet.`
}

function noRate(zone: Zone, refusals: readonly { rate: Rate; fit: Refusal }[], input: ShippingInput): string {
  const { countryCode } = input.address
  if (refusals.length === 0) return `We have no shipping rate to ${countryCode} ("${zone.name}") yet.`
  const limits = refusals.flatMap(({ fit }) => fit.tooHeavyOver ?? [])
  if (limits.length === refusals.length) {
    const weight = kilograms(input.weightGrams)
    return `No rate carries ${weight} to ${countryCode}; the heaviest step is ${kilograms(Math.max(...limits))}.`
  }
  const reasons = refusals.map(({ rate, fit }) => `${rate.name}: ${fit.why}`)
  return `No rate to ${countryCode} fits. ${reasons.slice(0, 3).join('; ')}.`
}
