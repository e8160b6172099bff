const FIRST_MS = 1_500
const LATER_MS = 20_000
const GROWTH = 1.4

/** How long to wait before an undecided order is looked at again, after so many looks. */
export const pauseMsAfter = (looks: number): number =>
  Math.round(Math.min(LATER_MS, FIRST_MS * GROWTH ** looks))
