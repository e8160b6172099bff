import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Ask, Loose, Reply } from './app.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

export interface ScriptProcess {
  readonly pid: number
  /** All that it has printed so far. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Resolves when it has ended: with its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Resolves with the first line that matches; rejects when the process ends before it. */
  line(pattern: RegExp): Promise<RegExpExecArray>
}

type Env = Readonly<Record<string, string>>

/** Runs a script of the server as a real process, with nothing in its environment but this. */
export function runScript(script: string, args: readonly string[], env: Env): ScriptProcess {
  const flags = ['--disable-warning=ExperimentalWarning', `${ROOT}${script}`]
  const { PATH = '', TMPDIR } = process.env
  const child = spawn(process.execPath, [...flags, ...args], {
    env: { PATH, ...(TMPDIR && { TMPDIR }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals)
  return {
    pid: child.pid ?? 0,
    output: () => text,
    kill: (signal) => void child.kill(signal),
    ended,
    line(pattern) {
      const found = new Promise<RegExpExecArray>((resolve) => {
        const look = () => {
          const match = pattern.exec(text)
          if (match) resolve(match)
        }
        child.stdout.on('data', look)
        look()
      })
      const over = ended.then((how) => {
        throw new Error(`${script} ended with ${how} before it said ${pattern}:\n${text}`)
      })
      return Promise.race([found, over])
    },
  }
}

export interface ServerProcess extends ScriptProcess {
  readonly url: string
  /** Over a real connection. Rejects when no answer comes. */
  request(
    method: string,
    path: string,
    ask?: { body?: unknown; token?: string; key?: string },
  ): Promise<Reply>
}

/** The real server, or one that a script makes of it, on a free port of this machine. */
export async function startServer(
  dataDir: string,
  env: Env = {},
  [script, ...args]: readonly [string, ...string[]] = ['main.ts'],
): Promise<ServerProcess> {
  const defaults = { PORT: '0', SEED: 'none', LOG_LEVEL: 'error', RATE_LIMITS: 'off', NODE_ENV: 'test' }
  const child = runScript(script, args, { ...defaults, DATA_DIR: dataDir, ...env })
  const [, url = ''] = await child.line(/is open at (http:\/\/\S+)\n/)
  return { ...child, url, request: createRequest(url) }
}

const BUSY_TRIES = 20
const BUSY_PAUSE_MS = 250

/** Comes again when the server is too busy, which on a machine under load it may be. */
function createRequest(url: string): ServerProcess['request'] {
  return async (method, path, ask) => {
    for (let tries = 1; ; tries++) {
      const reply = await send(method, `${url}${path}`, ask)
      if (reply.body.code !== 'http.busy' || tries === BUSY_TRIES) return reply
      await pause(BUSY_PAUSE_MS)
    }
  }
}

/** One request over a real connection, which `signal` gives up on. */
export async function send(
  method: string,
  address: string,
  { body, token, key, signal }: Ask & { readonly signal?: AbortSignal } = {},
): Promise<Reply> {
  const reply = await fetch(address, {
    method,
    ...(signal && { signal }),
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await reply.text()
  const isJson = String(reply.headers.get('content-type')).includes('json')
  const parsed: Loose = isJson && text ? JSON.parse(text) : text
  return { status: reply.status, body: parsed, headers: Object.fromEntries(reply.headers) }
}
