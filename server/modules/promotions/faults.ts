import { faults } from '#kernel/fault.ts'

/** A cart asks all automatic promotions on each click, so there may only be so many active ones. */
export const AUTOMATIC_MAX = 50

export const promotionFaults = faults('promotions', {
  missing: [404, 'There is no promotion with this id.'],
  unknownCode: [404, 'There is no coupon with this code.'],
  codeTaken: [409, 'Another promotion has this code already.'],
  tooManyAutomatic: [409, `At most ${AUTOMATIC_MAX} promotions without a code can be active at once.`],
  usedUp: [409, 'This promotion has been used as often as it may be.'],
  invalid: [422, 'A promotion like this cannot work.'],
})
