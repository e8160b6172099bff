import { AsyncLocalStorage } from 'node:async_hooks'

/** How one request troubled the database. */
export interface Trips {
  /** Everything that was sent to it. */
  readonly statements: number
  /** What was begun while nothing else of the request was under way: the times that it stood and waited. */
  readonly waits: number
}

/** Counts for one request at a time, and only what is done on its behalf. */
export interface Tally {
  /** Runs a request; what it leaves behind to be done later does not count. */
  count<T>(request: () => Promise<T>): Promise<{ readonly result: T; readonly trips: Trips }>
  /** A statement is sent. Call what this answers once the statement is done. */
  begin(): () => void
}

interface Request {
  statements: number
  waits: number
  underWay: number
  isOver: boolean
}

export function createTally(): Tally {
  const requests = new AsyncLocalStorage<Request>()
  return {
    async count(work) {
      const request: Request = { statements: 0, waits: 0, underWay: 0, isOver: false }
      const result = await requests.run(request, work)
      request.isOver = true
      return { result, trips: { statements: request.statements, waits: request.waits } }
    },
    begin() {
      const request = requests.getStore()
      if (!request || request.isOver) return () => {}
      request.statements += 1
      if (request.underWay === 0) request.waits += 1
      request.underWay += 1
      return () => {
        request.underWay -= 1
      }
    },
  }
}
