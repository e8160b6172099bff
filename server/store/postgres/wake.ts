import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { randomText } from '#kernel/id.ts'
import { backoffMs, type Connections, KEEP_ALIVE_MS } from './connections.ts'
import { quote, toIdentifier } from './names.ts'

/** Tells other processes that there is something new, and hears it from them. */
export interface Wake {
  /** This process has committed. */
  tell(): void
  listen(wake: () => void): void
  close(): Promise<void>
}

export interface WakeInit {
  readonly connections: Connections
  /** Must lead to the server itself: a pooler gives each transaction another connection. */
  readonly listenUrl: string
  /** Stores in different schemas of a database do not wake each other. */
  readonly schema: () => string
}

/**
 * Not each commit notifies: PostgreSQL lets transactions that do commit one after the other. What is
 * committed within this time is told at once.
 */
const TELL_MS = 20
const RECONNECT_TRIES_MAX = 8
const CONNECT_MS_MAX = 4_000

export function createWake({ connections, listenUrl, schema }: WakeInit): Wake {
  const me = randomText(12)
  const listeners: (() => void)[] = []
  let telling: NodeJS.Timeout | undefined
  let isListening = false
  let isClosed = false
  let client: pg.Client | undefined

  function send(): void {
    telling = undefined
    // A hint: who does not get it looks by itself a little later.
    connections.query('SELECT pg_notify($1, $2)', [channelOf(schema()), me]).catch(() => undefined)
  }

  function wakeAll(): void {
    for (const wake of listeners) wake()
  }

  /** Resolves when the connection has ended, or there was none to be had. */
  async function hear(): Promise<void> {
    const mine = new pg.Client({
      connectionString: listenUrl,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      connectionTimeoutMillis: CONNECT_MS_MAX,
    } as pg.ClientConfig)
    client = mine
    const ended = new Promise<void>((resolve) => mine.once('end', resolve).once('error', () => resolve()))
    mine.on('error', () => undefined)
    mine.on('notification', ({ payload }) => {
      if (payload !== me) wakeAll()
    })
    await mine.connect()
    await mine.query(`LISTEN ${quote(channelOf(schema()))}`)
    // Whatever was said while nobody listened.
    wakeAll()
    await ended
  }

  async function keepListening(): Promise<void> {
    for (let tries = 0; !isClosed; tries++) {
      const isEnded = await hear().then(
        () => true,
        () => false,
      )
      if (isEnded) tries = 0
      await client?.end().catch(() => undefined)
      if (!isClosed) await pause(backoffMs(Math.min(tries, RECONNECT_TRIES_MAX)), undefined, { ref: false })
    }
  }

  return {
    tell() {
      telling ??= setTimeout(send, TELL_MS)
    },
    listen(wake) {
      listeners.push(wake)
      if (!isListening) void keepListening()
      isListening = true
    },
    async close() {
      isClosed = true
      if (telling) {
        clearTimeout(telling)
        send()
      }
      await client?.end().catch(() => undefined)
    },
  }
}

const channelOf = (schema: string): string => toIdentifier(`store:${schema}`)
