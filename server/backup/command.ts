import { readFile } from 'node:fs/promises'
import { ConfigError } from '#config'
import { StoreUnavailable } from '#store/engine.ts'
import type { Database } from '#store/open.ts'
import { toDatabase } from '../config/database.ts'
import { MovingError } from './moving-error.ts'
import { createProgressLine, type Report } from './progress.ts'

/** What a command does: answers what it reports at the end. */
export type Command = (init: {
  readonly report: Report
  readonly tell: (line: string) => void
}) => Promise<string[]>

/**
 * Runs a command of the terminal: progress on stderr, the report on stdout. Ends with 0, or with 2 and what
 * is wrong.
 */
export async function runCommand(command: Command): Promise<void> {
  const { stderr, stdout } = process
  const line = createProgressLine(stderr)
  const tell = (text: string) => {
    line.clear()
    stderr.write(`${text}\n`)
  }
  try {
    const report = await command({ report: line.report, tell })
    line.clear()
    stdout.write(`${report.join('\n')}\n`)
  } catch (error) {
    tell(explain(error))
    process.exitCode = 2
  }
}

function explain(error: unknown): string {
  if (error instanceof StoreUnavailable)
    return `${error.message} Run the command again when the database answers: a restore or copy goes on.`
  const { code } = error as { code?: unknown }
  const isPlain =
    error instanceof MovingError ||
    error instanceof ConfigError ||
    // Wrong options, a full disk, a forbidden directory, a database that is not there.
    typeof code === 'string'
  return isPlain ? (error as Error).message : String((error as Error).stack ?? error)
}

/** The address that was given as an option. Never shown whole: it may hold a password. */
export function databaseOf(url: string, option: string): Database {
  const database = toDatabase(url)
  if (database) return database
  throw new MovingError(
    `${option} ${url.split(':')[0]}:…: must begin with postgres://, mongodb://, mongodb+srv:// or sqlite:, ` +
      'and be a valid address.',
  )
}

/** The version of the shop that this is. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** 12 345 678 bytes as `12.3 MB`. */
export function toSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const at = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1)
  return `${(bytes / 1_000 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`
}
