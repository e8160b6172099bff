// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these strings are programs
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { findIn } from './crooked-tree.fixture.ts'
import { checkImports } from './imports.ts'
import { checkPapers } from './papers.ts'
import { checkReach } from './reach.ts'
import { checkScenarios, type RouteName } from './scenarios.ts'
import { checkSizes } from './sizes.ts'
import { checkSyntax } from './syntax.ts'
import type { Finding, Tree } from './tree.ts'

type Files = Readonly<Record<string, string>>

function refuses(files: Files, check: (tree: Tree) => readonly Finding[], ...expected: readonly RegExp[]) {
  const found = findIn(files, check)
  assert.equal(found.length, expected.length, found.join('\n'))
  for (const [at, pattern] of expected.entries()) assert.match(found[at] ?? '', pattern)
}

const accepts = (files: Files, check: (tree: Tree) => readonly Finding[]) => refuses(files, check)

suite('the import rule', () => {
  const shop = {
    'server/modules/index.ts':
      "import { taxes } from './taxes/index.ts'\nexport const modules: unknown[] = [\n  taxes,\n  carts,\n]\n",
    'server/modules/taxes/index.ts': 'export const taxes = 1\n',
    'server/modules/taxes/compute.ts': 'export const compute = 1\n',
    'server/modules/carts/index.ts': 'export const carts = 1\n',
    'server/kernel/money.ts': 'export const money = 1\n',
  }
  const withFile = (path: string, text: string) => ({ ...shop, [path]: text })

  test('lets a module call the front door of an earlier one, and the kernel', () => {
    const text = "import { taxes } from '#modules/taxes/index.ts'\nimport { money } from '#kernel/money.ts'\n"
    accepts(withFile('server/modules/carts/cart.ts', text), checkImports)
  })

  test('keeps a module out of the inside of another', () => {
    const text = "import { compute } from '../taxes/compute.ts'\n"
    refuses(withFile('server/modules/carts/cart.ts', text), checkImports, /cart\.ts:1: .* front door/)
  })

  test('keeps a module from calling a later one', () => {
    const text = "\nimport { carts } from '#modules/carts/index.ts'\n"
    refuses(withFile('server/modules/taxes/late.ts', text), checkImports, /late\.ts:2: .* emit an event/)
  })

  test('keeps the kernel free of everything else of ours, also by export and by import()', () => {
    const text = "export { taxes } from '#modules/taxes/index.ts'\nawait import('#context')\n"
    const files = { ...withFile('server/kernel/fault.ts', text), 'server/context.ts': '' }
    refuses(files, checkImports, /fault\.ts:1: .* nothing of ours/, /fault\.ts:2: .* nothing of ours/)
  })

  test('gives an adapter one port and no front door', () => {
    const text =
      "import type { compute } from '#modules/taxes/compute.ts'\nimport { carts } from '#modules/carts/index.ts'\n"
    refuses(
      withFile('server/adapters/tax.ts', text),
      checkImports,
      /tax\.ts:2: .* no business of an adapter/,
      /tax\.ts:2: .* second port/,
    )
  })

  test('lets tests import everything, and nobody import tests', () => {
    const files = {
      ...withFile('server/kernel/money.test.ts', "import { carts } from '#modules/carts/index.ts'\n"),
      'server/kernel/wrong.ts': "import './money.test.ts'\n",
    }
    refuses(files, checkImports, /wrong\.ts:1: .* Only tests import it/)
  })

  test('has every module in the list', () => {
    refuses(withFile('server/modules/posts/post.ts', ''), checkImports, /the module posts is not in the list/)
  })
})

suite('sizes', () => {
  const lines = (count: number, line = 'void 0') => `${line}\n`.repeat(count)

  test('hold files to 300 lines and tests to 500', () => {
    accepts({ 'server/a.ts': lines(300), 'server/a.test.ts': lines(500) }, checkSizes)
    refuses(
      { 'server/a.ts': lines(301), 'server/a.test.ts': lines(501) },
      checkSizes,
      /a\.test\.ts:501: 501 lines, at most 500/,
      /a\.ts:301: 301 lines, at most 300/,
    )
  })

  test('hold functions to 60 lines, without the named functions in them', () => {
    accepts({ 'server/a.ts': `function a() {\n${lines(58)}}\n` }, checkSizes)
    refuses({ 'server/a.ts': `function a() {\n${lines(59)}}\n` }, checkSizes, /a\.ts:1: a function of 61/)
    accepts({ 'server/a.ts': `function a() {\n${lines(40)}function b() {\n${lines(40)}}\n}\n` }, checkSizes)
    refuses(
      { 'server/a.ts': `function a() {\n${lines(40)}f(() => {\n${lines(40)}})\n}\n` },
      checkSizes,
      /a function of 84/,
    )
  })

  test('hold parameters, imports and columns', () => {
    const files = {
      'server/a.ts': `${lines(16, "import 'node:fs'")}const f = (a, b, c, d, e) => 0\n// ${'x'.repeat(108)}\n`,
    }
    refuses(files, checkSizes, /a\.ts:16: 16 imports/, /a\.ts:18: 111 columns/, /a\.ts:17: 5 parameters/)
    accepts({ 'server/app.ts': lines(16, "import 'node:fs'") }, checkSizes)
  })
})

suite('syntax and surroundings', () => {
  test('have no enum, namespace, decorator, parameter property or default export', () => {
    const text = [
      'enum A { B }',
      'namespace C {}',
      '@d class E {}',
      'class F { constructor(private g: 1) {} }',
      'export default 1',
    ]
    refuses(
      { 'server/a.ts': text.join('\n') },
      checkSyntax,
      /a\.ts:1: an enum/,
      /a\.ts:2: a namespace/,
      /a\.ts:3: a decorator/,
      /a\.ts:4: a parameter property/,
      /a\.ts:5: a default export/,
    )
    refuses({ 'server/a.ts': 'export default class {}\n' }, checkSyntax, /a default export/)
    accepts({ 'docs/shop.config.ts': "declare module 'x' {}\nexport default 1\n" }, checkSyntax)
  })

  test('leave clock, chance, console and environment to where the process begins', () => {
    const text = [
      'Date.now()',
      'new Date()',
      'new Date(0)',
      'Math.random()',
      'console.log(1)',
      'process.env.X',
    ].join('\n')
    refuses({ 'server/a.ts': text }, checkSyntax, /:1: /, /:2: /, /:4: /, /:5: /, /:6: process\.env/)
    refuses({ 'server/kernel/a.ts': text }, checkSyntax, /:6: process\.env/)
    accepts({ 'server/main.ts': text, 'server/a.test.ts': text, 'scripts/a.ts': text }, checkSyntax)
  })

  test('say `any` nowhere that is not budgeted', () => {
    refuses({ 'server/a.ts': 'let a: any\nlet b: any[]\n' }, checkSyntax, /`any` 2 times, 0 allowed/)
    refuses({ 'server/module.ts': '' }, checkSyntax, /`any` only 0 times\. Lower/)
  })

  test('name no class after what it is not', () => {
    refuses({ 'server/a.ts': 'class CartService {}\n' }, checkSyntax, /the class name CartService/)
  })
})

test('a file that nothing reaches, or only its own test, is found', () => {
  const files = {
    'server/main.ts': "import './used.ts'\nnew Worker(new URL('./thread.ts', import.meta.url))\n",
    'server/used.ts': '',
    'server/thread.ts': '',
    'server/lost.ts': '',
    'server/tested.ts': '',
    'server/tested.test.ts': "import './tested.ts'\nimport './shop.fixture.ts'\n",
    'server/shop.fixture.ts': '',
    'server/old.fixture.ts': '',
    'bench/measure.ts': '',
    'bench/README.md': 'Run `node bench/measure.ts`.',
  }
  refuses(
    files,
    checkReach,
    /server\/lost\.ts:1: nothing imports it/,
    /server\/old\.fixture\.ts:1: nothing imports it/,
    /server\/tested\.ts:1: only tests import it/,
  )
})

suite('a route has a scenario', () => {
  const routes: RouteName[] = [
    { method: 'GET', path: '/carts/:cartId' },
    { method: 'POST', path: '/carts/:cartId/lines' },
  ]
  const check = (tree: Tree) => checkScenarios(tree, routes)
  const asking = (text: string) => ({ 'server/a.test.ts': text })
  const both = (text: string) => accepts(asking(text), check)

  test('in each way in which tests ask', () => {
    both(
      "app.request('GET', `/api/carts/${id}?a=/b`)\napp.request('POST', '/api/carts/' + id + '/lines', {})\n",
    )
    both('const at = `/api/carts/${id}`\nclient.get(at)\nclient.post(`${at}/lines`, {})\n')
    both('inject({ url: `/api/carts/${id}` })\ninject({ method: "POST", url: `/api/carts/${id}/lines` })\n')
    both(
      "fetch(`${base}/api/carts/${id}`)\nfetch(`http://x:${port}/api/carts/1/lines`, { method: 'POST' })\n",
    )
    both("const all = [['GET', `/api/carts/${id}`], ['POST', `${path(cart)}/lines`]]\n")
  })

  test('or is found without one', () => {
    const nearly = [
      "app.request('GET', '/api/carts')",
      "app.request('PUT', `/api/carts/${id}`)",
      "app.request('POST', `/api/carts//lines`)",
      'read(`${folder}/file`)',
      "test('GET /api/carts/1', () => {})",
    ]
    refuses(asking(nearly.join('\n')), check, /no test asks GET \/api\/carts\/:cartId\./, /no test asks POST/)
    refuses({ 'server/a.ts': "app.request('GET', '/api/carts/1')" }, check, /GET/, /POST/)
  })
})

suite('papers', () => {
  const papers = {
    'README.md': '`npm ci && npm start` and `npm ci && npm test`',
    '.ci/run': 'npm ci && npm test\nnpm run check\n',
    'docs/decisions/0001-first-comes-first.md': '',
    'docs/decisions/0002-then-the-second.md': '',
  }

  test('pass where they are true', () => accepts(papers, checkPapers))

  test('need the commands that people begin with', () => {
    const files = { ...papers, 'README.md': '`npm ci && npm start`', '.ci/run': 'npm test' }
    refuses(files, checkPapers, /README\.md:1: .*npm test/, /\.ci\/run:1: /, /\.ci\/run:1: .*npm run check/)
  })

  test('number decisions without a gap, a double or a shout', () => {
    const decision = (name: string) => ({ ...papers, [`docs/decisions/${name}.md`]: '' })
    refuses(decision('0004-skips-one'), checkPapers, /0004 where 0003 comes next/)
    refuses(decision('0002-also-second'), checkPapers, /0002 where 0003 comes next|0002-then/)
    refuses(decision('0003_Shouts'), checkPapers, /its name is not like 0003-title/)
  })
})
