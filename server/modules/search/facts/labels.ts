/** Texts that many products share, by small numbers: each is kept once, and goes with its last product. */
export interface Labels {
  readonly numbers: Map<string, number>
  /** By number, as first written; 0 is that there is none. */
  readonly texts: string[]
  /** By number, how many products have it. */
  readonly counts: number[]
  readonly free: number[]
}

/** The number of what has no label. */
export const NONE = 0
/** A number that nothing has. */
export const UNKNOWN = -1

export const createLabels = (): Labels => ({ numbers: new Map(), texts: [''], counts: [0], free: [] })

/** Vendors and types that differ in case alone are one. */
const keyOf = (text: string): string => text.normalize('NFC').toLowerCase().trim()

export function numberOf({ numbers }: Labels, text: string): number {
  return numbers.get(keyOf(text)) ?? UNKNOWN
}

/** The number of a label that one more product has. */
export function takeLabel(labels: Labels, text: string | null): number {
  if (text === null) return NONE
  const key = keyOf(text)
  const known = labels.numbers.get(key)
  const number = known ?? labels.free.pop() ?? labels.texts.length
  if (known === undefined) {
    labels.numbers.set(key, number)
    labels.texts[number] = text
    labels.counts[number] = 0
  }
  labels.counts[number] = (labels.counts[number] as number) + 1
  return number
}

/** One product less has it. */
export function leaveLabel(labels: Labels, number: number): void {
  if (number === NONE) return
  const left = (labels.counts[number] as number) - 1
  labels.counts[number] = left
  if (left > 0) return
  labels.numbers.delete(keyOf(labels.texts[number] as string))
  labels.texts[number] = ''
  labels.free.push(number)
}
