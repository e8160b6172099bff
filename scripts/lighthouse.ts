/**
 * `npm run lighthouse`: what Lighthouse says of home, a category and a product of the demo shop, desktop
 * profile, by the system's Chromium; the median of three runs each. Lighthouse itself is fetched from npm
 * when this runs, since it would be a third of everything that is installed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHROMIUM, FLAGS } from '../e2e/browser.kit.ts'
import { openShop } from '../e2e/shop.kit.ts'

const VERSION = '13.5.0'
const RUNS = 3
const PAGES = { home: '/', category: '/categories/cookware', product: '/products/hearth-pot' }
const GOALS = { performance: 95, accessibility: 100, 'best-practices': 95, seo: 100 }
const FIGURES = {
  'largest-contentful-paint': 'LCP',
  'total-blocking-time': 'TBT',
  'cumulative-layout-shift': 'CLS',
}

interface Audit {
  readonly score: number | null
  readonly displayValue?: string
  readonly title: string
}

interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly { readonly id: string }[] }>
  >
  readonly audits: Readonly<Record<string, Audit>>
}

const shop = await openShop({ RATE_LIMITS: 'on', NODE_ENV: 'production' })
const directory = await mkdtemp(join(tmpdir(), 'lighthouse-'))
let missed = 0
try {
  const head = [...Object.keys(GOALS), ...Object.values(FIGURES)]
  console.log(`| page | ${head.join(' | ')} |\n| --- |${' ---: |'.repeat(head.length)}`)
  for (const [name, path] of Object.entries(PAGES)) {
    const reports: Report[] = []
    for (let run = 0; run < RUNS; run++) reports.push(await look(`${shop.url}${path}`))
    reports.sort((a, b) => scoreOf(a, 'performance') - scoreOf(b, 'performance'))
    const median = reports[Math.floor(RUNS / 2)] as Report
    const scores = Object.keys(GOALS).map((goal) => scoreOf(median, goal))
    const figures = Object.keys(FIGURES).map((id) => median.audits[id]?.displayValue ?? '')
    console.log(`| ${[name, ...scores, ...figures].join(' | ')} |`)
    for (const [goal, least] of Object.entries(GOALS)) {
      if (scoreOf(median, goal) >= least) continue
      missed += 1
      console.error(`${name}: ${goal} is below ${least}: ${problemsOf(median, goal).join('; ')}`)
    }
  }
} finally {
  await shop.close()
  await rm(directory, { recursive: true, force: true })
}
process.exitCode = missed === 0 ? 0 : 1

function scoreOf({ categories }: Report, name: string): number {
  return Math.round((categories[name]?.score ?? 0) * 100)
}

function problemsOf({ categories, audits }: Report, name: string): string[] {
  return (categories[name]?.auditRefs ?? []).flatMap(({ id }) => {
    const audit = audits[id]
    return audit && audit.score !== null && audit.score < 0.9
      ? `${audit.title} (${id} ${audit.displayValue ?? ''})`
      : []
  })
}

async function look(url: string): Promise<Report> {
  const file = join(directory, 'report.json')
  const child = spawn(
    'npm',
    [
      'exec',
      '--yes',
      `--package=lighthouse@${VERSION}`,
      '--',
      'lighthouse',
      url,
      '--preset=desktop',
      '--quiet',
      '--output=json',
      `--output-path=${file}`,
      `--chrome-flags=--headless=new ${FLAGS.join(' ')}`,
    ],
    { env: { ...process.env, CHROME_PATH: CHROMIUM }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`Lighthouse ended with ${code} at ${url}.`)
  return JSON.parse(await readFile(file, 'utf8'))
}
