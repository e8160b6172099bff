/**
 * Runs at most `runningMax` pieces of work at a time, lets `waitingMax` more wait in line, and refuses the
 * rest at once. For work that is costly whoever asks for it.
 */
export function createLane(init: { runningMax: number; waitingMax: number; refuse: () => Error }) {
  const waiting: (() => void)[] = []
  let running = 0

  return async <R>(work: () => Promise<R>): Promise<R> => {
    if (running >= init.runningMax) {
      if (waiting.length >= init.waitingMax) throw init.refuse()
      // Whoever finishes hands over its place, so nobody who comes later can take it in between.
      await new Promise<void>((resume) => waiting.push(resume))
    } else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
