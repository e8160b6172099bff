import { setTimeout as pause } from 'node:timers/promises'
import { elapsedMs } from '#kernel/clock.ts'
import { randomText } from '#kernel/id.ts'
import { COMMIT_MS_MAX, StoreUnavailable } from '#store/engine.ts'
import { backoffMs, type Connections, patiently } from './connections.ts'
import { ConnectionLost, isLate, isPassing, serverTimeIn, unavailable } from './failure.ts'
import type { Qualify } from './names.ts'

/** Carries out commits, each for certain once or not at all. */
export interface Commits {
  /** `work` is a commit as the function `store:commit` takes it. */
  commit(work: string): Promise<void>
  /** Learns what the server's clock says. */
  heedClock(serverMs: number): void
}

/** A row of `store:lanes`. One commit at a time uses it, and counts it up by two: odd numbers are claims. */
interface Lane {
  readonly name: string
  seq: number
}

/** The server refuses what it would finish later than this after the call; the rest is for its disk. */
const SERVER_MS_MAX = COMMIT_MS_MAX - 1_500
const CLIENT_MS_MAX = COMMIT_MS_MAX - 500
/**
 * A lane's row is written anew by each commit, and its old versions stay while somebody looks at an old state
 * of the database (a backup, for one). So lanes are left for new ones before they are long.
 */
const LANE_SEQ_MAX = 1_000
/** After its last commit: nothing of that one arrives so late, let alone would be accepted. */
const LANE_KEPT = '1 hour'

/**
 * Each commit writes, with everything else, its number into its lane. When the connection is lost before the
 * answer comes, the same commit is sent again with the same number: the server refuses the number that was
 * used, waits for the first try where that is still running, and refuses the first try should it arrive after
 * the second one. A try that fails for good after such a loss claims the number by itself, which makes sure
 * that the lost one cannot succeed any more, or tells that it has.
 */
export function createCommits(connections: Connections, qualify: Qualify): Commits {
  const sql = `SELECT ${qualify('store:commit')}($1, $2, $3, $4)`
  const claimSql = `SELECT ${qualify('store:claim')}($1, $2)`
  const free: Lane[] = []
  /** The server's clock is ahead of ours by so much. */
  let offsetMs = 0

  function heedClock(serverMs: number): void {
    offsetMs = serverMs - elapsedMs()
  }

  /** Whether the lost try was carried out. If not, it never will be. */
  async function wasDone(lane: Lane, leftMs: number): Promise<boolean> {
    const ask = (ms: number) => connections.query(claimSql, [lane.name, lane.seq], ms)
    const [row] = await patiently(leftMs, ask)
    return row?.[0] === 't'
  }

  async function run(lane: Lane, work: string): Promise<void> {
    const start = elapsedMs()
    const leftMs = () => Math.max(start + CLIENT_MS_MAX - elapsedMs(), 1)
    const deadline = () => start + SERVER_MS_MAX + offsetMs
    let isLost = false
    for (let tries = 0; ; tries++) {
      try {
        const [row] = await connections.query(sql, [lane.name, lane.seq, deadline(), work], leftMs())
        return heedClock(Number(row?.[0]))
      } catch (error) {
        isLost ||= error instanceof ConnectionLost
        const waitMs = backoffMs(tries)
        if (isLate(error)) heedClock(serverTimeIn(error))
        if (isPassing(error) || isLate(error)) {
          // Late by the server's clock, but not by ours: that was another server's, or it has been set.
          const endMs = isLate(error) ? SERVER_MS_MAX : CLIENT_MS_MAX
          if (elapsedMs() + waitMs >= start + endMs) throw unavailable(error)
          await pause(waitMs)
        } else if (isLost && (await wasDone(lane, leftMs()))) return
        else throw error
      }
    }
  }

  /** A lane that rested for long is simply written anew. */
  function sweep(): void {
    const sql = `DELETE FROM ${qualify('store:lanes')} WHERE at < pg_catalog.now() - interval '${LANE_KEPT}'`
    connections.query(sql).catch(() => undefined)
  }

  return {
    heedClock,
    async commit(work) {
      const lane = free.pop() ?? { name: randomText(16), seq: 0 }
      lane.seq += 2
      let isKnown = true
      try {
        await run(lane, work)
      } catch (error) {
        isKnown = !(error instanceof StoreUnavailable)
        throw error
      } finally {
        // A try that may still arrive must find the lane as it left it.
        if (isKnown && lane.seq < LANE_SEQ_MAX) free.push(lane)
        else sweep()
      }
    },
  }
}
