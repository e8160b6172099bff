/**
 * Tells the other processes of a shop that something was committed, so that they look at once and not only at
 * their next poll. A hint, which may come late, twice or never: what happened stands in the log of events.
 */
export interface FanOut {
  /** Many calls close together become one message. */
  tell(): void
  /** Calls back when another process told. */
  onTold(wake: () => void): void
}

/** For a shop of one process. */
export const toldNobody: FanOut = { tell() {}, onTold() {} }
