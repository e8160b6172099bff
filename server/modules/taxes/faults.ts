import { faults } from '#kernel/fault.ts'

/** All rates of a country are read when a cart is totalled, so there may only be so many. */
export const RATES_PER_COUNTRY_MAX = 500

export const taxFaults = faults('taxes', {
  missing: [404, 'There is no tax rate with this id.'],
  slotTaken: [409, 'There is a tax rate for this place and category already.'],
  tooManyRates: [409, `A country can have at most ${RATES_PER_COUNTRY_MAX} tax rates.`],
  invalid: [422, 'A tax rate like this cannot work.'],
})
