import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'

const STOP_MAX_MS = 20_000

const running = new Set<ChildProcess>()

export interface ChildInit {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Gets what it writes to its standard output, line by line. */
  readonly onLine: (line: string) => void
}

/** Starts a process that does not outlive this one. What it writes to its standard error is shown. */
export function startChild({ command: [program = '', ...args], env, onLine }: ChildInit): ChildProcess {
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit']
  const child = spawn(program, args, { stdio, ...(env && { env }) })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(onLine)
  })
  return child
}

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null

/** Asks it to end, and ends it where it does not. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MAX_MS)
  await ended
  clearTimeout(timer)
}

export async function stopChildren(): Promise<void> {
  await Promise.all([...running].map(stopChild))
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
