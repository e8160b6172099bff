import type { Buffer } from 'node:buffer'

const LF = 10
const FORGET_AT = 4_096

/**
 * Keeps where the line breaks of a file are, so that a row can be named by the physical lines it stands on.
 * The parser tells only byte offsets reliably: its own line count takes a CRLF inside quotes for two.
 */
export function createLineBook() {
  let fed = 0
  let total = 0
  let breaks: number[] = []
  let head = 0
  let lastBreak = -1

  /** How many line breaks lie before an offset. Offsets must not go back. */
  const linesBefore = (offset: number): number => {
    while (head < breaks.length && (breaks[head] as number) < offset) head++
    return total - (breaks.length - head)
  }

  return {
    feed(bytes: Buffer) {
      if (head > FORGET_AT) {
        breaks = breaks.slice(head)
        head = 0
      }
      for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) {
        lastBreak = fed + at
        breaks.push(lastBreak)
        total++
      }
      fed += bytes.length
    },
    bytes: () => fed,
    /** The number of the last line that anything stands on. */
    lines: () => (lastBreak === fed - 1 ? total : total + 1),
    linesBefore,
    /** The lines of a row that ends (with its line break, if it has one) before this offset. */
    linesOf(cells: readonly string[], endsBefore: number): { line: number; lastLine: number } {
      const before = linesBefore(endsBefore)
      const isClosed = head > 0 && breaks[head - 1] === endsBefore - 1
      const lastLine = isClosed ? before : before + 1
      return { line: lastLine - cells.reduce((sum, cell) => sum + breaksIn(cell), 0), lastLine }
    },
  }
}

function breaksIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
