import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import type { Log } from '#context'
import { elapsedMs } from '#kernel/clock.ts'
import { type Room, roomsIn } from './rooms.ts'
import { builtStamp, stampOf } from './stamp.ts'
import { takeTurn } from './turn.ts'

export interface Building {
  /** Whether every room is built now, of the sources as they are. */
  readonly done: Promise<boolean>
  /** Ends what is under way; what was built before stays. */
  stop(): void
}

const SCRIPT = fileURLToPath(new URL('./build-room.js', import.meta.url))
const BUILD_MS_MAX = 300_000
const LOOK_EVERY_MS = 300
/** Of 19: whoever asks the shop for something goes first. */
const NICENESS = 15
const OUTPUT_CHARS_MAX = 4_000

/** Who builds a room has this, so that nobody else does. */
export const turnOf = ({ work }: Pick<Room, 'work'>): string => join(work, 'turn')
/** Why the last build of a room failed. */
export const failureOf = ({ work }: Pick<Room, 'work'>): string => join(work, 'failed')

/**
 * Builds the rooms whose sources have changed since they were built, each in a process of its own, while
 * this one goes on. However many processes ask for it, one builds and the others wait for that.
 */
export function buildPages(root: string, log: Log): Building {
  const ending = new AbortController()
  const { signal } = ending
  const bring = async (room: Room): Promise<boolean> => {
    try {
      return await bringUpToDate(room, { log, signal })
    } catch (err) {
      if (!signal.aborted) log.error({ err, room: room.name }, UNBUILT)
      return false
    }
  }
  // One after the other: a small machine has the memory for one.
  const bringAll = async (): Promise<boolean> => {
    const [storefront, admin] = roomsIn(root)
    const isOpen = await bring(storefront)
    return (await bring(admin)) && isOpen
  }
  return { done: bringAll(), stop: () => ending.abort() }
}

const UNBUILT =
  'The pages could not be built; what was built before is served, if anything was. Build them with ' +
  '"npm run build", or turn them off with PAGES=off.'

async function bringUpToDate(room: Room, at: { log: Log; signal: AbortSignal }): Promise<boolean> {
  const { log, signal } = at
  const stamp = await stampOf(room)
  while (!signal.aborted) {
    if ((await builtStamp(room)) === stamp) return true
    const giveBack = await takeTurn(turnOf(room))
    if (!giveBack) {
      await pause(LOOK_EVERY_MS)
      continue
    }
    try {
      // Whoever had the turn before may have done it.
      return (await builtStamp(room)) === stamp || (await build(room, stamp, at))
    } finally {
      await giveBack()
    }
  }
  log.debug({ room: room.name }, 'Stopped before the pages were built.')
  return false
}

async function build(
  room: Room,
  stamp: string,
  { log, signal }: { log: Log; signal: AbortSignal },
): Promise<boolean> {
  await clear(room)
  const begunMs = elapsedMs()
  log.info({ room: room.name }, 'Building the pages, since their sources changed.')
  const { code, output } = await run([dirname(room.dir), room.name, stamp], signal)
  if (signal.aborted) return false
  const seconds = Math.round(elapsedMs() - begunMs) / 1_000
  if (code === 0) {
    log.info({ room: room.name, seconds }, 'The pages are built.')
    return true
  }
  log.error({ room: room.name, code, output }, UNBUILT)
  await writeFile(failureOf(room), output)
  return false
}

/** What a build left that failed or was stopped. None is under way, since this one has the turn. */
async function clear({ work }: Room): Promise<void> {
  const left = (await readdir(work)).filter((name) => /^(failed$|new-|old-)/.test(name))
  await Promise.all(left.map((name) => rm(join(work, name), { recursive: true, force: true })))
}

async function run(
  args: readonly string[],
  signal: AbortSignal,
): Promise<{ code: number | string; output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  const timer = setTimeout(kill, BUILD_MS_MAX)
  signal.addEventListener('abort', kill)
  let output = ''
  child.stderr.on('data', (chunk) => {
    output = `${output}${chunk}`.slice(-OUTPUT_CHARS_MAX)
  })
  try {
    lower(child.pid)
    const [code, by] = await once(child, 'close')
    const plain = stripVTControlCharacters(output).trim()
    return { code: code ?? by, output: plain.includes("'vite'") ? `${NO_VITE}\n${plain}` : plain }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
  }
}

const NO_VITE = 'What builds the pages is not installed. Run "npm ci" with the development dependencies.'

function lower(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS)
  } catch {
    // It has ended already, or the system does not let anyone: it is built all the same.
  }
}
