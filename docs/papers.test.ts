import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { TEST_TOKENS } from '../server/adapters/payments-test.ts'
import { modules } from '../server/modules/index.ts'

// What the documents list is compared with the code, so that neither can change without the other.

const root = join(import.meta.dirname, '..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')
const readme = textOf('README.md')
const architecture = textOf('docs/architecture.md')

const sources = globSync('server/**/*.ts', { cwd: root })
  .filter((path) => !/\.(test|fixture|child)\.ts$|fixtures?[./]|testing\//.test(path))
  .map(textOf)

const codesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))

const isStatus = (word: string) => ['pending', 'placed', 'paid', 'fulfilled', 'cancelled'].includes(word)

const sectionOf = (text: string, heading: string): string =>
  text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? ''

describe('the README', () => {
  it('explains every variable that the configuration reads, and no other', () => {
    const files = ['server/config.ts', ...globSync('server/config/*.ts', { cwd: root })]
    const config = files.filter((path) => !path.endsWith('.test.ts')).map(textOf)
    const read = config.join('\n').matchAll(/\b(?:env\.|(?:oneOf|integer)\(')([A-Z_]+)\b/g)
    const names = new Set([...read].map(([, name = '']) => name))
    for (const [, name = ''] of config.join('\n').matchAll(/readSecret\(env, '([A-Z_]+)'/g))
      names.add(name).add(`${name}_FILE`)
    for (const name of ['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'OPENID_…']) names.add(name)
    const rows = sectionOf(readme, 'Configuration').matchAll(/^\| +(`[^|]+?) +\|/gm)
    const explained = new Set([...rows].flatMap(([, cell = '']) => [...codesIn(cell)]))
    assert.deepEqual([...explained].sort(), [...names].sort())
  })

  it('lists the modules in their order', () => {
    const rows = sectionOf(readme, 'What is in it').matchAll(/^\| +([a-z][a-z-]*) +\|/gm)
    assert.deepEqual(
      [...rows].map(([, name]) => name),
      modules.map(({ name }) => name),
    )
  })
})

describe('the architecture', () => {
  it('lists the modules in their order', () => {
    const list = /^Modules, in order: ([^.]+)\./m.exec(architecture)?.[1] ?? ''
    assert.deepEqual(
      list.split(',').map((name) => name.trim()),
      modules.map(({ name }) => name),
    )
  })

  it('names every event, job and schedule, and no other', () => {
    const events = sources.flatMap((text) =>
      [...text.matchAll(/^export const \w+ = eventType<[^(]*\(\s*'([a-z-]+\.[a-z-]+)'/gm)].map(
        ([, type = '']) => type,
      ),
    )
    const rows = sectionOf(architecture, 'Events').matchAll(/^\| +(`[^|]+?) +\|/gm)
    assert.deepEqual([...rows].flatMap(([, cell = '']) => [...codesIn(cell)]).sort(), events.sort())
    const work = sectionOf(architecture, 'Background work').matchAll(/^\| +`([^`]+)` +\|/gm)
    const kinds = modules.flatMap(({ jobs = [], schedules = [] }) => [...jobs, ...schedules])
    assert.deepEqual([...work].map(([, name]) => name).sort(), kinds.map(({ name }) => name).sort())
  })

  it('names limits by constants that are in the files it links to', () => {
    for (const row of sectionOf(architecture, 'Limits').split('\n')) {
      for (const [, names = '', path = ''] of row.matchAll(/((?:`\w+`(?:, )?)+) in \[[^\]]+\]\(([^)]+)\)/g)) {
        const text = textOf(join(dirname('docs/architecture.md'), path))
        for (const name of codesIn(names)) assert.ok(text.includes(name), `${path} has no ${name}: ${row}`)
      }
    }
  })
})

describe('the guides', () => {
  it('explain every variable of a provider to sign in with', () => {
    const source = textOf('server/config/openid.ts')
    const lists = source.matchAll(/^const (?:COMMON|SECRET|KEY) = \[(.+)\]$/gm)
    const endings = [...lists].flatMap(([, list = '']) => list.replaceAll(/[' ]/g, '').split(','))
    assert.ok(endings.includes('CLIENT_ID') && endings.includes('PRIVATE_KEY_FILE'))
    const explained = [...codesIn(textOf('docs/guides/sign-in-with-openid.md'))]
    for (const ending of [...endings, 'TENANT']) {
      assert.ok(
        explained.some((name) => name.startsWith('OPENID_') && name.endsWith(`_${ending}`)),
        ending,
      )
    }
  })

  it('list every test card, and no other', () => {
    const rows = textOf('docs/guides/payments.md').matchAll(/^\| +`([a-z_]+)` +\|/gm)
    const cards = [...rows].map(([, card = '']) => card).filter((card) => !isStatus(card))
    assert.deepEqual(cards.sort(), Object.keys(TEST_TOKENS).sort())
  })

  it('quote code as it is', () => {
    const flat = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
    const quotes = globSync('docs/**/*.md', { cwd: root }).flatMap((path) => [
      ...textOf(path).matchAll(/^<!-- from (\S+) -->\n```ts\n(.*?)^```$/gms),
    ])
    assert.ok(quotes.length > 0)
    for (const [, path = '', code = ''] of quotes) {
      assert.ok(flat(textOf(path)).includes(flat(code)), `${path} does not hold\n${code}`)
    }
  })
})
