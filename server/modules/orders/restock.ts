import { orderFaults } from './faults.ts'
import type { OrderLine } from './order.ts'

/** So many of one line. */
export interface Quantity {
  readonly lineId: string
  readonly quantity: number
}

export function needLine(lines: readonly OrderLine[], lineId: string): OrderLine {
  const line = lines.find((each) => each.id === lineId)
  if (line) return line
  throw orderFaults.noSuchLine({ message: `This order has no line ${lineId}.`, details: { lineId } })
}

export const leftToShip = ({ quantity, fulfilled, recalled = 0 }: OrderLine): number =>
  quantity - fulfilled - recalled

/** What was sold and is not on the shelf again. */
export const notRestocked = ({ quantity, restocked = 0 }: OrderLine): number => quantity - restocked

/**
 * Notes that some of a line went back on the shelf. They are taken to be of those that were shipped, as far
 * as there are any; the others never left, and are not to be shipped any more.
 */
export function restock(lines: readonly OrderLine[], { lineId, quantity }: Quantity): readonly OrderLine[] {
  const line = needLine(lines, lineId)
  const left = notRestocked(line)
  if (quantity > left) {
    throw orderFaults.overRestocked({
      message: `${line.title}: ${quantity} cannot go back into stock, ${left} of ${line.quantity} are left.`,
      details: { lineId, left },
    })
  }
  const { restocked = 0, recalled = 0 } = line
  const returnable = line.fulfilled - (restocked - recalled)
  const next = {
    ...line,
    restocked: restocked + quantity,
    recalled: recalled + Math.max(0, quantity - returnable),
  }
  return lines.map((each) => (each === line ? next : each))
}
