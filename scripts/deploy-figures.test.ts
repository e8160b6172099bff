import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'
import { parser } from '@prometheus-io/lezer-promql'
import { createApp } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { modules } from '../server/modules/index.ts'
import { environments, TOOLS, textOf, variables, type Yaml, yamlIn } from './deploy.fixture.ts'

/** Figures of exporters beside the shop, and of Prometheus itself. */
const OF_OTHERS = /^(up$|node_|probe_|kube_)/

const rules: Yaml[] = yamlIn('deploy/prometheus/alerts.yml')[0].groups.flatMap(({ rules }: Yaml) => rules)

/** The names of figures in an expression; fails where it is none. */
function figuresIn(expr: string): string[] {
  const names = new Set<string>()
  parser.parse(expr).iterate({
    enter({ type, name, node, from }) {
      assert.ok(!type.isError, `not PromQL at ${from}: ${expr}`)
      const identifier = name === 'VectorSelector' ? node.getChild('Identifier') : null
      if (identifier) names.add(expr.slice(identifier.from, identifier.to))
    },
  })
  return [...names]
}

const sectionsOf = (path: string): Set<string> =>
  new Set(
    [...textOf(path).matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )

describe('the figures of the shop', () => {
  /** As /metrics prints them: with the endings of a histogram's parts, and without. */
  const printed = new Set<string>()
  const described = new Set<string>()

  before(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'marketsquare-figures-'))
    // Nobody listens there: Redis is away from the beginning.
    const env = { DATA_DIR: dir, SEED: 'none', LOG_LEVEL: 'silent', REDIS_URL: 'redis://127.0.0.1:1' }
    const app = await createApp(readConfig(env))
    try {
      await app.http.inject('/readyz')
      const { payload } = await app.http.inject('/metrics')
      for (const [, name = ''] of payload.matchAll(/^([a-z]\w+)[{ ]/gm)) printed.add(name)
      for (const [, name = ''] of payload.matchAll(/^# HELP (\w+) /gm)) described.add(name)
    } finally {
      await app.close()
      rmSync(dir, { recursive: true })
    }
  })

  it('are the ones that the alert rules ask for', () => {
    assert.ok(rules.length > 10)
    for (const { alert, expr } of rules) {
      for (const name of figuresIn(expr)) {
        assert.ok(printed.has(name) || OF_OTHERS.test(name), `${alert} asks for ${name}, which nobody prints`)
      }
    }
  })

  it('are explained one by one in docs/operations.md, and no others', () => {
    const table = textOf('docs/operations.md').split('## Every figure')[1]?.split('\n## ')[0] ?? ''
    const cells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell)
    const explained = cells.flatMap((cell) => [...cell.matchAll(/`(\w+\*?)`/g)].map(([, name = '']) => name))
    const isExplained = (name: string) =>
      explained.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each))
    assert.ok(described.size > 20)
    assert.deepEqual(
      [...described].filter((name) => !isExplained(name)),
      [],
    )
    const names = [...described]
    for (const each of explained) {
      const stem = each.replace(/\*$/, '')
      assert.ok(
        names.some((name) => (each.endsWith('*') ? name.startsWith(stem) : name === each)),
        each,
      )
    }
  })
})

describe('the alert rules', () => {
  it('say how urgent they are, why they are, and what to do', () => {
    const sections = sectionsOf('docs/operations.md')
    for (const { alert, labels, annotations } of rules) {
      assert.match(labels.severity, /^(page|ticket)$/, alert)
      assert.ok(annotations.summary && annotations.reason, alert)
      const [page, section = ''] = annotations.runbook.split('#')
      assert.equal(page, 'docs/operations.md')
      assert.ok(sections.has(section), `${alert}: there is no section ${section}`)
    }
  })

  it('are explained in docs/operations.md, all of them', () => {
    const text = textOf('docs/operations.md')
    for (const { alert } of rules) assert.ok(text.includes(`\`${alert}\``), alert)
  })

  it('name routes and checks that there are', () => {
    const routes = new Set(modules.flatMap(({ routes = [] }) => routes.map(({ path }) => `/api${path}`)))
    for (const { expr } of rules) {
      for (const [, route = ''] of expr.matchAll(/\broute="([^"]+)"/g)) assert.ok(routes.has(route), route)
    }
  })
})

describe('the papers of those who run it', () => {
  it('name variables that there are', () => {
    const others = environmentNames()
    for (const path of ['docs/deploying.md', 'docs/operations.md']) {
      const names = textOf(path).matchAll(/\b([A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9])\b/g)
      for (const [, name = ''] of names) {
        const isKnown =
          variables.has(name) || TOOLS.includes(name) || others.has(name) || /^OPENID_/.test(name)
        assert.ok(isKnown, `${path}: nothing reads ${name}`)
      }
    }
  })
})

/** Names that the files of deploy/ themselves give out: those of compose, of Litestream. */
function environmentNames(): Set<string> {
  const files = [
    'compose.yaml',
    'deploy/compose.env.example',
    'deploy/litestream.yml',
    'deploy/caddy/Caddyfile',
  ]
  const names = files.flatMap((path) => textOf(path).match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [])
  return new Set([...names, ...Object.values(environments()).flatMap((env) => Object.keys(env))])
}
