/**
 * `npm run build -w sdk`: makes the package that can be published, in sdk/dist or the folder that is named.
 * Inside this repository nobody needs it: workspaces import the TypeScript source.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const sdk = join(root, 'sdk')
const dist = resolve(process.argv[2] ?? join(sdk, 'dist'))

rmSync(dist, { recursive: true, force: true })
const compiler = join(root, 'node_modules/.bin/tsc')
const args = ['-p', join(sdk, 'tsconfig.build.json'), '--outDir', dist]
const { status, error } = spawnSync(compiler, args, { stdio: 'inherit' })
if (status !== 0) throw new Error(`The SDK could not be compiled. ${error ?? ''}`)

// The compiler turns `./shop.ts` into `./shop.js` in programs, but not in declarations.
for (const file of globSync('**/*.d.ts', { cwd: dist })) {
  rewrite(file, (text) => text.replaceAll(/(from '\.[^']+)\.ts'/g, "$1.js'"))
}
// What the README points at is not in the package.
cpSync(join(sdk, 'README.md'), join(dist, 'README.md'))
rewrite('README.md', (text) => text.replaceAll(/\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g, '$1'))
cpSync(join(root, 'LICENSE'), join(dist, 'LICENSE'))

const { devDependencies: _tools, scripts: _scripts, exports: _source, ...about } = packageOf(sdk)
const published = {
  ...about,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  types: './index.d.ts',
  sideEffects: false,
  engines: { node: '>=20.3' },
}
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, null, 2)}\n`)
console.log(`Made ${dist}. Look into it with: npm pack ${dist} --dry-run`)

function rewrite(file: string, change: (text: string) => string): void {
  const path = join(dist, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

function packageOf(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
