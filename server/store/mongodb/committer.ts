import { COMMIT_MS_MAX, StoreUnavailable } from '#store/engine.ts'
import type { Connection } from './connection.ts'
import { createExecutor, type Limits } from './executor.ts'
import { isOver, pause, unavailable, within } from './failure.ts'
import { createGroups, type Waiting } from './groups.ts'
import { nameOf, type Planned, stepsAssumed } from './plan.ts'
import type { Step } from './steps.ts'
import { workOut } from './work-out.ts'

/**
 * No try begins later than this after the call: its statements, of a server that has just come back, take
 * their time.
 */
const BEGIN_MS_MAX = COMMIT_MS_MAX / 2
/** Asking what became of a commit may be what carries it out. The rest is for the server, and a majority. */
const END_MS_MAX = COMMIT_MS_MAX - 1_500

interface Pending extends Waiting {
  readonly writes: readonly Planned[]
  /** The steps that will do if all lies there as the writes assume. */
  readonly assumed: readonly Step[] | undefined
  readonly limits: Limits
  resolve(): void
  reject(error: unknown): void
}

/**
 * Writes commits. First as if all lay there as the writes assume, which takes no look and mostly holds.
 * Where it does not, what lies there is read and the commit is rehearsed on it: that tells the conflict, or
 * the steps that will do.
 *
 * What is read is what a majority has. So a conflict that is reported is there to be read by its caller, who
 * would else try again against what he cannot see yet; until then, trying again is done here.
 */
export function createCommitter(connection: Connection) {
  const execute = createExecutor(connection)
  const add = createGroups<Pending>(run)

  /** A conflict holds only if those of the group before it were written, so it is told after that. */
  async function carryOut(members: readonly Pending[]): Promise<void> {
    let rest = members
    let steps = members.length === 1 ? members[0]?.assumed : undefined
    let failures: readonly unknown[] = []
    for (let tries = 1; ; tries++) {
      rest = rest.filter(isInTime)
      const [oldest] = rest
      if (!oldest) return
      if (!steps)
        ({ steps, failures } = await workOut(
          connection,
          rest.map(({ writes }) => writes),
        ))
      if ((await execute(steps, oldest.limits)) === 'done') break
      if (tries > 1) await pause(tries)
      steps = undefined
    }
    for (const [at, { resolve, reject }] of rest.entries()) {
      if (failures[at] === undefined) resolve()
      else reject(failures[at])
    }
  }

  async function run(members: readonly Pending[]): Promise<void> {
    try {
      await carryOut(members)
    } catch (error) {
      // What is wrong with one must not be the others' fault; that nobody answers is the same for all.
      if (members.length === 1 || error instanceof StoreUnavailable)
        for (const { reject } of members) reject(error)
      else for (const member of members) await run([member])
    }
  }

  return (writes: readonly Planned[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const limits = { begin: within(BEGIN_MS_MAX), end: within(END_MS_MAX) }
      const assumed = stepsAssumed(writes)
      const names = [...new Set(writes.filter(({ op }) => op !== 'insert').map(nameOf))]
      const pending = { writes, size: writes.length, names, assumed, limits, resolve, reject }
      // A single document is written without a transaction, and waits for its turn in the server.
      if (assumed?.length === 1) void run([pending])
      else add(pending)
    })
}

function isInTime({ limits, reject }: Pending): boolean {
  if (!isOver(limits.begin)) return true
  reject(unavailable(undefined, 'Too many others were changing the same documents.'))
  return false
}
