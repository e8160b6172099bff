import type { Schemas } from '@marketsquare/sdk'
import { newKey } from '../../new-key.ts'

export type Zone = Schemas['ShippingZone']
export type Rate = Zone['rates'][number]
type Body = Schemas['ShippingZoneBody']
type Price = Rate['price']

/** A step as it is typed: which limit counts is said by the rate's type. Amounts in minor units. */
export type StepWish = {
  key: string
  upToGrams: number | null
  upTo: number | null
  amount: number | null
}

export type RateWish = {
  key: string
  id: string | undefined
  name: string
  description: string
  price: { type: Price['type']; amount: number | null; steps: StepWish[] }
  freeOver: number | null
  minDays: number | string
  maxDays: number | string
}

/** Regions or beginnings of postcodes of one country. */
type PlaceWish = { key: string; country: string; names: string[] }

/** A zone as it is in the form; the paths of what the shop may refuse are the same. */
export type ZoneWish = {
  name: string
  countries: string[]
  regions: PlaceWish[]
  postcodes: PlaceWish[]
  rates: RateWish[]
}

export const newStep = (): StepWish => ({ key: newKey(), upToGrams: null, upTo: null, amount: null })

export const newRate = (): RateWish => ({
  key: newKey(),
  id: undefined,
  name: '',
  description: '',
  price: { type: 'flat', amount: null, steps: [newStep()] },
  freeOver: null,
  minDays: '',
  maxDays: '',
})

export const newZone = (): ZoneWish => ({
  name: '',
  countries: [],
  regions: [],
  postcodes: [],
  rates: [newRate()],
})

export const toWish = ({ name, countries, regions, postcodes, rates }: Zone): ZoneWish => ({
  name,
  countries: [...countries],
  regions: byCountry(regions.map(({ country, region }) => [country, region])),
  postcodes: byCountry(postcodes.map(({ country, prefix }) => [country, prefix])),
  rates: rates.map((rate) => ({
    key: rate.id,
    id: rate.id,
    name: rate.name,
    description: rate.description ?? '',
    price: toPriceWish(rate.price),
    freeOver: rate.freeOver?.amount ?? null,
    minDays: rate.minDays ?? '',
    maxDays: rate.maxDays ?? '',
  })),
})

const byCountry = (places: readonly (readonly [country: string, name: string])[]): PlaceWish[] =>
  [...Map.groupBy(places, ([country]) => country)].map(([country, found]) => ({
    key: country,
    country,
    names: found.map(([, name]) => name),
  }))

function toPriceWish(price: Price): RateWish['price'] {
  if (price.type === 'flat') return { type: 'flat', amount: price.amount.amount, steps: [newStep()] }
  const steps = price.steps.map((step) => ({
    ...newStep(),
    ...('upToGrams' in step ? { upToGrams: step.upToGrams } : { upTo: step.upTo?.amount ?? null }),
    amount: step.amount.amount,
  }))
  return { type: price.type, amount: null, steps }
}

/** What is sent: rates keep their ids, so that carts which chose one keep their choice. */
export const toBody = (wish: ZoneWish, currency: string): Body => ({
  name: wish.name.trim(),
  countries: wish.countries,
  regions: wish.regions.flatMap(({ country, names }) => names.map((region) => ({ country, region }))),
  postcodes: wish.postcodes.flatMap(({ country, names }) => names.map((prefix) => ({ country, prefix }))),
  rates: wish.rates.map(({ id, name, description, price, freeOver, minDays, maxDays }) => ({
    ...(id && { id }),
    name: name.trim(),
    ...(description.trim() && { description: description.trim() }),
    price: toPrice(price, currency),
    freeOver: freeOver === null ? null : { amount: freeOver, currency },
    ...(minDays !== '' && { minDays: Number(minDays) }),
    ...(maxDays !== '' && { maxDays: Number(maxDays) }),
  })),
})

function toPrice({ type, amount, steps }: RateWish['price'], currency: string): Price {
  const money = (minor: number | null) => ({ amount: minor ?? 0, currency })
  if (type === 'flat') return { type, amount: money(amount) }
  if (type === 'by_weight') {
    return { type, steps: steps.map((step) => ({ upToGrams: step.upToGrams, amount: money(step.amount) })) }
  }
  return {
    type,
    steps: steps.map((step) => ({
      upTo: step.upTo === null ? null : money(step.upTo),
      amount: money(step.amount),
    })),
  }
}
