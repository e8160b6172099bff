import { STORE_KINDS, type StoreKind } from '../../server/testing/open-store.ts'
import type { Ran } from './run-files.ts'

/** What became of the tests on one engine. Without `ran` they were not run. */
export interface Outcome {
  readonly kind: StoreKind
  readonly files: number
  readonly note: string
  readonly ran?: Ran
  /** It should have run, and could not. */
  readonly failed?: boolean
}

const TITLES: Readonly<Record<StoreKind, string>> = {
  sqlite: 'SQLite',
  mongodb: 'MongoDB',
  postgres: 'PostgreSQL',
}

/** Prints which engines were tried, and each test that was skipped. Answers the exit code of the whole. */
export function report(outcomes: readonly Outcome[], neverSkip: string | undefined): number {
  console.log('\nStores')
  for (const outcome of outcomes) console.log(`  ${TITLES[outcome.kind]}: ${tell(outcome)}`)
  for (const kind of STORE_KINDS) {
    if (outcomes.some((outcome) => outcome.kind === kind)) continue
    console.log(`  ${TITLES[kind]}: not asked for (STORES=${STORE_KINDS.join(',')} npm test)`)
  }
  const skipped = skippedOf(outcomes)
  for (const line of skipped) console.log(`skipped: ${line}`)
  const missed = forbidden(skipped, neverSkip)
  for (const line of missed) console.error(`NEVER_SKIP=${neverSkip}, but it was skipped: ${line}`)
  const failed = outcomes.some(({ ran, failed = false }) => failed || ran?.passed === false)
  return failed || missed.length > 0 ? 1 : 0
}

function tell({ files, note, ran, failed }: Outcome): string {
  if (!ran) return `${failed ? 'FAILED' : 'skipped'}, ${note}`
  const count = `${files} ${files === 1 ? 'file' : 'files'}`
  return `${ran.passed ? 'passed' : 'FAILED'}, ${count} in ${ran.seconds.toFixed(0)} s (${note})`
}

/** One line each: the engine, the file, the test and the reason. */
export const skippedOf = (outcomes: readonly Outcome[]): string[] =>
  outcomes.flatMap(({ kind, ran }) =>
    (ran?.skipped ?? []).map(
      ({ file, name, why }) => `on ${TITLES[kind]}: ${file}: ${name}${why && ` (${why})`}`,
    ),
  )

/** Of the skipped those with one of the words in them, whatever its case. */
export function forbidden(skipped: readonly string[], neverSkip: string | undefined): string[] {
  const words = (neverSkip ?? '').toLowerCase().split(',').filter(Boolean)
  return skipped.filter((line) => words.some((word) => line.toLowerCase().includes(word)))
}
