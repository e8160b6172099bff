import { StoreUnavailable } from '#store/engine.ts'
import { toError } from './failure.ts'
import { isLate, LATE, machineMs } from './lateness.ts'
import type { PlacedWriter } from './placement.ts'
import type { Commit } from './writer.ts'

/** A group shares one transaction and one fsync. Bounded, so that nobody waits for a crowd. */
const GROUP_COMMITS_MAX = 128
const GROUP_OPS_MAX = 2_000
/** For how many turns of the event loop a group is waited for at most. */
const GATHER_TURNS_MAX = 4

interface Pending {
  readonly ops: Commit
  readonly since: number
  resolve(): void
  reject(error: Error): void
}

export interface Groups {
  commit(ops: Commit): Promise<void>
  /** Resolves when nothing is pending. */
  idle(): Promise<void>
}

/**
 * Commits asked for while a group is being written, or in the same few turns of the event loop, become the
 * next group.
 */
export function createGroups(write: PlacedWriter['write']): Groups {
  const pending: Pending[] = []
  let running = false
  const onIdle: (() => void)[] = []

  function take(): Pending[] {
    let ops = 0
    const end = pending.findIndex((each, at) => {
      ops += each.ops.length
      return at > 0 && (at >= GROUP_COMMITS_MAX || ops > GROUP_OPS_MAX)
    })
    return pending.splice(0, end === -1 ? pending.length : end)
  }

  /** Those who have waited too long are told so, rather than the group that they would be in. */
  function dropLate(): void {
    while (pending[0] && isLate(pending[0].since)) pending.shift()?.reject(new StoreUnavailable(LATE))
  }

  /** While each turn of the event loop brings more, waiting is cheaper than a commit for each. */
  function gather(seen: number, turnsLeft: number): void {
    if (pending.length > seen && turnsLeft > 0) setImmediate(gather, pending.length, turnsLeft - 1)
    else void run()
  }

  const begin = () => setImmediate(gather, 0, GATHER_TURNS_MAX)

  async function run(): Promise<void> {
    dropLate()
    const group = take()
    try {
      const since = group[0]?.since ?? machineMs()
      const failures = await write(
        group.map((each) => each.ops),
        since,
      )
      for (const [at, { resolve, reject }] of group.entries()) {
        const failure = failures[at]
        if (failure) reject(toError(failure))
        else resolve()
      }
    } catch (cause) {
      const error =
        cause instanceof StoreUnavailable
          ? cause
          : new Error(`Nothing was written: ${(cause as Error).message}`, { cause })
      for (const { reject } of group) reject(error)
    }
    if (pending.length > 0) begin()
    else settle()
  }

  function settle() {
    running = false
    for (const tell of onIdle.splice(0)) tell()
  }

  return {
    commit: (ops) =>
      new Promise((resolve, reject) => {
        pending.push({ ops, since: machineMs(), resolve, reject })
        if (running) return
        running = true
        begin()
      }),
    idle: () => (running ? new Promise((resolve) => onIdle.push(resolve)) : Promise.resolve()),
  }
}
