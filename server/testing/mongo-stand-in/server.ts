import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, MINUTE_MS, systemClock } from '#kernel/clock.ts'
import type { World } from './call.ts'
import { isHello } from './commands/admin.ts'
import { createCursors } from './cursors.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { CommandError, codeNameOf, isStateChange } from './errors.ts'
import { createMember, MESSAGE_BYTES_MAX } from './member.ts'
import { createSessions } from './sessions.ts'
import { createStorage } from './storage.ts'
import type { Doc } from './values.ts'
import { createFramer, type Message, readMessage, writeAnswer } from './wire.ts'

/**
 * What goes wrong with a command: the connection is cut before it is done (`close`), or after, before the
 * answer (`closeAfter`: the client cannot know); it is refused; or it is done late.
 */
export type Failure =
  | 'close'
  | 'closeAfter'
  | { readonly code: number; readonly labels?: readonly string[]; readonly message?: string }
  | { readonly delayMs: number }

export interface MongoStandInOptions {
  /** Which server's behaviour: `bulkWrite` came with 8. Default 8. */
  readonly version?: 7 | 8
  /** How long a transaction may be open. Default one minute, as the server's. */
  readonly transactionLifetimeMs?: number
  /** How long a moment of the past can be read. Default one minute; the server's is five. */
  readonly historyMs?: number
  readonly clock?: Clock
}

/** MongoDB as far as the shop needs it, in memory, for where there is no real one. */
export interface MongoStandIn {
  url(databaseName: string): string
  stop(): Promise<void>
  /** The next command of this name goes wrong like this; asked for twice, the next two do. */
  failNext(command: string, how: Failure): void
  /** Primary no more, with all connections cut and open transactions lost; primary again after a while. */
  stepDown(ms: number): void
  /** The commands that came, by name, without greetings; each counted. */
  counts(): ReadonlyMap<string, number>
}

const WIRE_VERSIONS = { 7: 21, 8: 25 } as const
const HOST = '127.0.0.1'
const SET_NAME = 'stand-in'

export async function startMongoStandIn(options: MongoStandInOptions = {}): Promise<MongoStandIn> {
  const server = createServer({ noDelay: true })
  server.listen(0, HOST)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const world = createWorld(`${HOST}:${port}`, options)
  const failures = new Map<string, Failure[]>()
  const counts = new Map<string, number>()
  const sockets = acceptConnections(server, { dispatch: createDispatch(world), world, failures, counts })
  let timer: NodeJS.Timeout | undefined

  return {
    url: (name) => `mongodb://${HOST}:${port}/${name}?replicaSet=${SET_NAME}`,
    failNext(command, how) {
      failures.set(command, [...(failures.get(command) ?? []), how])
    },
    stepDown(ms) {
      clearTimeout(timer)
      world.sessions.abortAll()
      world.member.setPrimary(false)
      for (const socket of sockets) socket.destroy()
      timer = setTimeout(() => world.member.setPrimary(true), ms)
    },
    counts: () => counts,
    async stop() {
      clearTimeout(timer)
      world.sessions.abortAll()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function createWorld(host: string, options: MongoStandInOptions): World {
  const {
    version = 8,
    transactionLifetimeMs = MINUTE_MS,
    historyMs = MINUTE_MS,
    clock = systemClock,
  } = options
  const storage = createStorage({ clock, historyMs })
  const maxWireVersion = WIRE_VERSIONS[version]
  return {
    clock,
    storage,
    sessions: createSessions(storage),
    cursors: createCursors(),
    member: createMember({ setName: SET_NAME, host, maxWireVersion, now: clock.now }),
    version,
    transactionLifetimeMs,
  }
}

interface Serving {
  readonly dispatch: Dispatch
  readonly world: World
  readonly failures: Map<string, Failure[]>
  readonly counts: Map<string, number>
}

function acceptConnections(server: Server, serving: Serving): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    const gone = new AbortController()
    const frames = createFramer(MESSAGE_BYTES_MAX)
    let turn = Promise.resolve()
    socket.on('close', () => {
      sockets.delete(socket)
      gone.abort()
    })
    // What goes wrong with a connection ends in its closing.
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      try {
        for (const bytes of frames(chunk)) {
          const message = readMessage(bytes)
          turn = turn.then(() => serve(serving, { socket, signal: gone.signal }, message))
        }
      } catch {
        socket.destroy()
      }
    })
  })
  return sockets
}

interface Connection {
  readonly socket: Socket
  readonly signal: AbortSignal
}

let lastId = 0

async function serve(serving: Serving, { socket, signal }: Connection, message: Message): Promise<void> {
  if (signal.aborted) return
  const [name = ''] = Object.keys(message.command)
  const isGreeting = isHello(message.command)
  if (!isGreeting) serving.counts.set(name, (serving.counts.get(name) ?? 0) + 1)
  const failure = serving.failures.get(name)?.shift()
  if (failure === 'close') {
    socket.destroy()
    return
  }
  if (typeof failure === 'object' && 'delayMs' in failure)
    await pause(failure.delayMs, undefined, { signal }).catch(() => {})
  let { command } = message
  let id = message.requestId
  for (;;) {
    const reply = await answerOf(serving, { ...message, command }, { failure, signal })
    if (failure === 'closeAfter') socket.destroy()
    if (signal.aborted || socket.destroyed || message.isUnacknowledged) return
    // A greeting that waits goes on by itself, from what it has just told.
    const hasMore =
      isGreeting && message.isExhaustAllowed && command.topologyVersion !== undefined && reply.ok === 1
    lastId = (lastId + 1) & 0x7fffffff
    socket.write(
      writeAnswer({ to: { requestId: id, isLegacy: message.isLegacy }, id: lastId, reply, hasMore }),
    )
    if (!hasMore) return
    command = { ...command, topologyVersion: reply.topologyVersion }
    id = lastId
  }
}

async function answerOf(
  { dispatch, world }: Serving,
  message: Message,
  { failure, signal }: { failure: Failure | undefined; signal: AbortSignal },
): Promise<Doc> {
  if (typeof failure !== 'object' || !('code' in failure)) return dispatch(message, signal)
  const { code, labels, message: errmsg = 'Failing command as asked' } = failure
  const error = new CommandError(code, errmsg)
  return {
    ok: 0,
    errmsg: error.message,
    code,
    codeName: codeNameOf(code),
    ...(labels && { errorLabels: [...labels] }),
    ...(isStateChange(code) && { topologyVersion: world.member.topologyVersion() }),
  }
}
