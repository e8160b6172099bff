/** The value below which so many of them lie (nearest rank); NaN of none. `sorted` ascends. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.ceil(share * sorted.length)
  return sorted[Math.max(0, rank - 1)] ?? Number.NaN
}

export const median = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  )

/** How far two readings lie apart, as a share of the smaller: 0.2 is 20 %. */
export const apart = (a: number, b: number): number => Math.abs(a - b) / Math.min(a, b)
