import { faults } from '#kernel/fault.ts'

/** A cart looks through the zones on each click, so there may only be so many. */
export const ZONES_MAX = 200

export const shippingFaults = faults('shipping', {
  missing: [404, 'There is no shipping zone with this id.'],
  placeTaken: [409, 'Another zone serves this place already.'],
  tooManyZones: [409, `A shop can have at most ${ZONES_MAX} shipping zones.`],
  invalid: [422, 'A shipping zone like this cannot work.'],
})
