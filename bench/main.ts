import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stopChildren } from './children.ts'
import { takeCores } from './cores.ts'
import { stopDatabases } from './databases.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { readHotSpots, type Span } from './profile.ts'
import { type Findings, type Section, toJson, toNotes, toSections } from './report.ts'
import { runBench } from './run.ts'
import { profileDirOf } from './shops.ts'
import { toMarkdown, toText } from './table.ts'

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return console.log(HELP)
  const base = process.env.BENCH_DIR || tmpdir()
  await mkdir(base, { recursive: true })
  const dir = await mkdtemp(join(base, 'marketsquare-bench-'))
  const cleanUp = createCleanUp(async () => {
    await stopChildren()
    await stopDatabases()
    await rm(dir, { recursive: true, force: true })
  })
  try {
    for (const name of options.profile ? shopNames(options) : []) {
      await rm(profileDirOf(name), { recursive: true, force: true })
    }
    const { findings, loaded } = await runBench({ options, cores: takeCores(), dir, base, tell })
    await cleanUp.run()
    await report(options, findings)
    if (options.profile) await showHotSpots(options, loaded)
  } catch (error) {
    // What fails because the bench was told to stop is no news.
    if (!cleanUp.isInterrupted()) throw error
  } finally {
    await cleanUp.run()
  }
}

/** Does the work once, when the bench ends or when a signal ends it. */
function createCleanUp(work: () => Promise<void>) {
  let interrupted = false
  let done: Promise<void> | undefined
  const run = () => {
    done ??= work()
    return done
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      interrupted = true
      void run().then(() => process.exit(130))
    })
  }
  return { run, isInterrupted: () => interrupted }
}

async function report(options: Options, findings: Findings): Promise<void> {
  const marker = options.markdown ? '- ' : ''
  const notes = toNotes(findings).map((note) => marker + note)
  console.log(`Measured ${findings.at}\n\n${notes.join('\n')}`)
  for (const section of toSections(findings)) show(section, options)
  if (!options.json) return
  await mkdir(dirname(options.json), { recursive: true })
  await writeFile(options.json, toJson(findings))
}

function show({ title, table }: Section, { markdown }: Options): void {
  console.log(markdown ? `\n### ${title}\n\n${toMarkdown(table)}` : `\n${title}\n\n${toText(table)}`)
}

const shopNames = ({ large, stores }: Options): readonly string[] =>
  stores ?? (large ? ['small', 'large'] : ['small'])

async function showHotSpots(options: Options, loaded: Span): Promise<void> {
  for (const name of shopNames(options)) {
    for (const { thread, table } of await readHotSpots(profileDirOf(name), loaded)) {
      show({ title: `Where the ${name} shop's time went: ${thread}`, table }, options)
    }
  }
}

main().catch((error: unknown) => {
  // Node's own message for an unknown option, and ours, say all there is to say.
  console.error(error instanceof TypeError ? `${error.message}\nSee npm run bench -- --help` : error)
  process.exitCode = 1
})
