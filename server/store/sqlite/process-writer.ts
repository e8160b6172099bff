import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { CollectionSpec } from '#store/engine.ts'
import { closeDatabase, openDatabase } from './database.ts'
import { type Failure, toFailure } from './failure.ts'
import { readFrames, sendFrame } from './frames.ts'
import { isLate, LATE, refuseLate } from './lateness.ts'
import { createSenders } from './senders.ts'
import { type Commit, createWriter, type Failures } from './writer.ts'

/** What a process asks of the one that writes. Each has one write under way at a time. */
export type Ask = { readonly seq: number } & (
  | { readonly prepare: readonly CollectionSpec[] }
  | {
      readonly write: readonly Commit[]
      /** Names the asking process, for as long as it lives. */
      readonly sender: string
      readonly since: number
      /** It was asked before, perhaps of a writer that has died since. */
      readonly again?: true
    }
)

export type Answer = { readonly seq: number } & ({ readonly done: Failures } | { readonly failed: Failure })

type WriteAsk = Extract<Ask, { write: unknown }>

interface Frame {
  readonly from: Socket
  readonly ask: WriteAsk
}

/** Commits of several processes that share a transaction and an fsync, unless the first alone are more. */
const GROUP_COMMITS_MAX = 256

export interface CommitListener {
  /** Takes no more connections; resolves when the last has gone and the file is closed. */
  close(): Promise<void>
}

/**
 * Writes to a database file for all processes that connect to `address` (a path of a socket, in a directory
 * that nobody else may enter). What they ask for while a group is being written becomes the next one.
 */
export async function listenForCommits(file: string, address: string): Promise<CommitListener> {
  const db = openDatabase(file, 'write')
  const writer = createWriter(db)
  const senders = createSenders(db)
  const declared = new Map<Socket, Map<string, string>>()
  let frames: Frame[] = []
  let planned = false

  function prepare(from: Socket, collections: readonly CollectionSpec[]): void {
    for (const { name, indexes } of collections) {
      const text = JSON.stringify(indexes)
      for (const [other, known] of declared) {
        if (other !== from && (known.get(name) ?? text) !== text) throw new Error(otherVersion(name))
      }
    }
    writer.prepare(collections)
    for (const { name, indexes } of collections) declared.get(from)?.set(name, JSON.stringify(indexes))
  }

  /** As many as may go together, at least one. */
  function take(): Frame[] {
    let commits = 0
    const end = frames.findIndex(({ ask }, at) => {
      commits += ask.write.length
      return at > 0 && commits > GROUP_COMMITS_MAX
    })
    return frames.splice(0, end === -1 ? frames.length : end)
  }

  function run(): void {
    const group = take()
    planned = frames.length > 0
    if (planned) setImmediate(run)
    const fresh = group.filter((frame) => !answerKnown(frame) && !answerLate(frame))
    if (fresh.length === 0) return
    const asks = fresh.map(({ ask }) => ask)
    try {
      const failures = writer.write(
        asks.flatMap(({ write }) => write),
        (known) => {
          for (const { since } of asks) refuseLate(since)
          senders.note(asks, known)
        },
      )
      for (const { from, ask } of fresh) {
        reply(from, { seq: ask.seq, done: failures.splice(0, ask.write.length) })
      }
    } catch (error) {
      for (const { from, ask } of fresh) reply(from, { seq: ask.seq, failed: toFailure(error) })
    }
  }

  /** Where a writer before this one has written it already. */
  function answerKnown({ from, ask }: Frame): boolean {
    const done = ask.again && senders.find(ask)
    if (done) reply(from, { seq: ask.seq, done })
    return Boolean(done)
  }

  /** Those who come too late are told so, rather than the group that they would be in. */
  function answerLate({ from, ask }: Frame): boolean {
    const late = isLate(ask.since)
    if (late) reply(from, { seq: ask.seq, failed: { kind: 'unavailable', message: LATE } })
    return late
  }

  function hear(from: Socket, ask: Ask): void {
    if ('write' in ask) {
      // A line broke while its words still lay here.
      if (ask.again) frames = frames.filter((frame) => !isSame(frame.ask, ask))
      frames.push({ from, ask })
      if (!planned) setImmediate(run)
      planned = true
      return
    }
    try {
      prepare(from, ask.prepare)
      reply(from, { seq: ask.seq, done: [] })
    } catch (error) {
      reply(from, { seq: ask.seq, failed: toFailure(error) })
    }
  }

  const server = createServer((socket) => {
    declared.set(socket, new Map())
    socket.on('error', () => {})
    socket.on('close', () => declared.delete(socket))
    readFrames(socket, (ask: Ask) => hear(socket, ask))
  })
  // One that was killed leaves its socket behind.
  rmSync(address, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(address, resolve)
  })
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          closeDatabase(db)
          resolve()
        })
      }),
  }
}

const isSame = (a: WriteAsk, b: WriteAsk): boolean => a.sender === b.sender && a.seq === b.seq

function reply(to: Socket, answer: Answer): void {
  if (to.writable) sendFrame(to, answer)
}

const otherVersion = (name: string) =>
  `Another process at work on this file declares "${name}" otherwise. On one SQLite file, all processes must run ` +
  'the same version: stop the shop, then start the new one.'
