import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { API } from 'typescript/unstable/sync'
import { namesOf } from './names.ts'

const ROOT = join(import.meta.dirname, '../..')
const BIN = join(ROOT, 'node_modules/.bin')
const COPIED = ['server', 'scripts', 'sdk', 'package.json', 'tsconfig.json', 'biome.json', '.gitignore']

let copy: string

before(() => {
  copy = mkdtempSync(join(tmpdir(), 'marketsquare-new-'))
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
})
after(() => rmSync(copy, { recursive: true, force: true }))

function run(...[command, ...args]: [string, ...string[]]) {
  const { NODE_TEST_CONTEXT: _context, STORES: _stores, NEVER_SKIP: _never, ...env } = process.env
  const path = `${BIN}:${env.PATH}`
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...env, PATH: path },
  })
  return { status, output: `${stdout}${stderr}` }
}

const newModule = (...args: string[]) => run(process.execPath, 'scripts/new-module.ts', ...args)

function passes(...command: [string, ...string[]]) {
  const { status, output } = run(...command)
  assert.equal(status, 0, output)
}

/** Only those of the new files: checking the whole shop would take as long as all the rest together. */
function typeErrorsIn(folder: string): string[] {
  const api = new API({ cwd: copy })
  try {
    const project = api.updateSnapshot({ openProjects: [join(copy, 'tsconfig.json')] }).getProjects()[0]
    return readdirSync(join(copy, folder)).flatMap((file) =>
      project
        ? project.program.getSemanticDiagnostics(join(copy, folder, file)).map(({ text }) => text)
        : [file],
    )
  } finally {
    api.close()
  }
}

test('a new module is listed, formatted, of sound types, passes its tests and has its scenarios', () => {
  const made = newModule('module', 'gift-cards')
  assert.equal(made.status, 0, made.output)
  assert.deepEqual(readdirSync(join(copy, 'server/modules/gift-cards')).sort(), [
    'collections.ts',
    'faults.ts',
    'gift-card.test.ts',
    'gift-card.ts',
    'index.ts',
    'routes.test.ts',
    'routes.ts',
  ])
  const list = readFileSync(join(copy, 'server/modules/index.ts'), 'utf8')
  assert.match(list, /import \{ giftCards \} from '\.\/gift-cards\/index\.ts'/)
  assert.match(list, /\n {2}giftCards,\n\]/)
  passes('biome', 'ci', 'server/modules/gift-cards', 'server/modules/index.ts')
  assert.deepEqual(typeErrorsIn('server/modules/gift-cards'), [])
  const tests = run(process.execPath, 'scripts/test.ts', 'modules/gift-cards')
  assert.equal(tests.status, 0, tests.output)
  assert.match(tests.output, /pass 5\n/)
  const tidy = run(process.execPath, 'scripts/tidy.ts')
  assert.doesNotMatch(tidy.output, /gift-cards/)
})

test('a module that is there already, or has no name, is not made', () => {
  const there = newModule('module', 'carts')
  assert.equal(there.status, 1)
  assert.match(there.output, /server\/modules\/carts is there already/)
  assert.equal(newModule('module').status, 1)
  const outside = newModule('module', '../outside')
  assert.equal(outside.status, 1)
  assert.match(outside.output, /is not a name like gift-cards/)
  assert.equal(existsSync(join(copy, 'server/outside')), false)
})

test('names follow from the plural, where English lets them', () => {
  const ones = ['reviews', 'entries', 'boxes', 'gift-cards'].map((folder) => namesOf(folder).one)
  assert.deepEqual(ones, ['review', 'entry', 'box', 'giftCard'])
  assert.equal(namesOf('news', 'story').type, 'Story')
  assert.throws(() => namesOf('stock'), /npm run new module stock ONE/)
})
