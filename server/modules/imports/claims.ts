/** How many different names of one kind a file may hold: what is remembered of it is bounded by this. */
export const CLAIMS_MAX = 1_000_000

/** Remembers who used a name first. */
export interface Claims {
  /** Takes the name for the row at that line, or says why it is not to be had. */
  claim(name: string, line: number): string | undefined
  /** The line that has the name. */
  holder(name: string): number | undefined
}

/** @param what what people call such a name: `SKU`, `handle` */
export function createClaims(what: string, max = CLAIMS_MAX): Claims {
  const lines = new Map<string, number>()
  return {
    claim(name, line) {
      const holder = lines.get(name)
      if (holder !== undefined) return `The ${what} "${name}" is already used on line ${holder}.`
      if (lines.size >= max) {
        return `This file has more than ${max} of "${what}". Divide it and import the parts one by one.`
      }
      lines.set(name, line)
      return undefined
    },
    holder: (name) => lines.get(name),
  }
}
