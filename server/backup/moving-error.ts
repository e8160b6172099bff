/** Why a backup, restore or copy was not done: something that who runs it can put right. Says how. */
export class MovingError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'MovingError'
  }
}

/** `1 document`, `2 documents`, `1 234 567 documents`. */
export const counted = (n: number, what: string): string =>
  `${String(n).replace(/\B(?=(\d{3})+$)/g, ' ')} ${what}${n === 1 ? '' : 's'}`
