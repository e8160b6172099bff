import { type Instant, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import type { Task } from '#store/outbox.ts'
import type { Handler } from './handlers.ts'

/** Tries before a task is put on the dead-letter list, for people to look at and send again. */
export const ATTEMPTS_MAX = 12

/** The pause before the next try: 1 s, 3 s, 9 s … at most 30 minutes; twelve tries span over two hours. */
export const backoffMs = (attempts: number): number =>
  Math.min(SECOND_MS * 3 ** Math.max(0, attempts - 1), 30 * MINUTE_MS)

/**
 * The pause after a try of a kind that nobody here knows: a newer process may, once a release is rolled
 * out.
 */
const UNKNOWN_PAUSE_MS = MINUTE_MS

const CRASHED = 'The process ended in the middle of each try.'

/** The task as its next holder has it, or dead when it ended the process of every holder before. */
export function leased(task: Task, at: { now: Instant; leaseMs: number; endless: boolean }): Task {
  if (task.attempts >= ATTEMPTS_MAX && !at.endless) {
    return { ...task, state: 'dead', dueAt: at.now, lastError: task.lastError ?? CRASHED }
  }
  return { ...task, dueAt: at.now + at.leaseMs, attempts: task.attempts + 1 }
}

/** A schedule fails until it works again: its round is tried again soon, and never given up. */
export function failed(task: Task, at: { now: Instant; error: string; handler: Handler | undefined }): Task {
  const everyMs = at.handler?.everyMs
  if (task.attempts >= ATTEMPTS_MAX && everyMs === undefined) {
    return { ...task, state: 'dead', dueAt: at.now, lastError: at.error }
  }
  const pauseMs = Math.max(backoffMs(task.attempts), at.handler ? 0 : UNKNOWN_PAUSE_MS)
  return { ...task, dueAt: at.now + Math.min(pauseMs, everyMs ?? pauseMs), lastError: at.error }
}

/** A schedule's task after a round that went well. */
export function nextRound({ lastError: _, ...task }: Task, at: { now: Instant; everyMs: number }): Task {
  return { ...task, state: 'due', dueAt: at.now + at.everyMs, attempts: 0 }
}

/** A dead letter on its way again, as if for the first time. */
export const sentAgain = (task: Task, now: Instant): Task => ({
  ...task,
  state: 'due',
  dueAt: now,
  attempts: 0,
})
