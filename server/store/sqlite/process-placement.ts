import { connect, type Socket } from 'node:net'
import { systemClock } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import { COMMIT_MS_MAX, type CollectionSpec, StoreUnavailable } from '#store/engine.ts'
import { toError } from './failure.ts'
import { readFrames, sendFrame } from './frames.ts'
import { machineMs } from './lateness.ts'
import { type PlacedWriter, withoutMemo } from './placement.ts'
import type { Answer, Ask } from './process-writer.ts'
import type { Failures } from './writer.ts'

/** The first pause before another try to connect; it doubles. */
const PAUSE_MS = 10
const PAUSE_MS_MAX = 500
/** To fill new indexes takes its time. */
const PREPARE_MS_MAX = 600_000
/** After it may not be written any more, an answer needs a moment to come. */
const ANSWER_MS_MAX = 1_000

interface Waiting {
  readonly ask: Ask
  readonly timer: NodeJS.Timeout
  /** Whether the writing process may have got it. */
  isSent: boolean
  resolve(done: Failures): void
  reject(error: Error): void
}

/**
 * In another process, which listens at an address and writes for several. When it dies, the one that comes
 * after it at the same address is asked again for what has had no answer: it knows what was written, and
 * writes nothing twice. What could not be written in time fails as `StoreUnavailable`.
 */
export function placeInProcess(address: string): PlacedWriter {
  const sender = newId('snd', systemClock)
  const declared = new Map<string, CollectionSpec>()
  const waiting = new Map<number, Waiting>()
  let socket: Socket | undefined
  let isReady = false
  let pauseMs = PAUSE_MS
  let closed = false
  let seq = 0

  function open(): void {
    const fresh = connect(address)
    socket = fresh
    fresh.on('connect', () => {
      greet(fresh)
    })
    fresh.on('error', () => {})
    fresh.on('close', () => {
      isReady = false
      if (closed) return
      setTimeout(() => closed || open(), pauseMs)
      pauseMs = Math.min(2 * pauseMs, PAUSE_MS_MAX)
    })
    readFrames(fresh, (answer: Answer) => hear(fresh, answer))
  }

  /** Whoever begins to write must first be told of what there is. */
  function greet(to: Socket): void {
    if (declared.size > 0) sendFrame(to, { seq: 0, prepare: [...declared.values()] } satisfies Ask)
    else begin(to)
  }

  function begin(to: Socket): void {
    isReady = true
    pauseMs = PAUSE_MS
    for (const each of waiting.values()) send(to, each)
  }

  function send(to: Socket, each: Waiting): void {
    sendFrame(to, each.isSent ? { ...each.ask, again: true } : each.ask)
    each.isSent = true
  }

  function hear(from: Socket, answer: Answer): void {
    if (answer.seq === 0) {
      if ('done' in answer) begin(from)
      else from.destroy()
      return
    }
    const asked = waiting.get(answer.seq)
    if (!asked) return
    settle(asked)
    if ('done' in answer) asked.resolve(answer.done)
    else asked.reject(toError(answer.failed))
  }

  function settle({ ask, timer }: Waiting): void {
    clearTimeout(timer)
    waiting.delete(ask.seq)
  }

  function ask(what: Ask, msMax: number): Promise<Failures> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        settle(each)
        const known = each.isSent ? 'Whether the commit was written is not known.' : 'Nothing was written.'
        reject(new StoreUnavailable(`The process that writes to the store does not answer. ${known}`))
      }
      const each: Waiting = { ask: what, timer: setTimeout(giveUp, msMax), isSent: false, resolve, reject }
      waiting.set(what.seq, each)
      if (socket && isReady) send(socket, each)
    })
  }

  open()
  return {
    async prepare(collections) {
      await ask({ seq: ++seq, prepare: collections }, PREPARE_MS_MAX)
      for (const each of collections) declared.set(each.name, each)
    },
    write(group, since) {
      const write = group.map((commit) => commit.map(withoutMemo))
      const msLeft = since + COMMIT_MS_MAX + ANSWER_MS_MAX - machineMs()
      return ask({ seq: ++seq, sender, since, write }, msLeft)
    },
    async close() {
      closed = true
      for (const each of [...waiting.values()]) {
        settle(each)
        each.reject(new Error('The store is closed.'))
      }
      socket?.destroy()
    },
  }
}
