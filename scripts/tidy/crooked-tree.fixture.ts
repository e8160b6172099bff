import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Finding, readTree, type Tree } from './tree.ts'

const PAPERS = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: { module: 'nodenext', noLib: true, types: [] },
    include: ['server/**/*.ts', 'sdk/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'docs/**/*.ts'],
  }),
  'server/package.json': JSON.stringify({
    type: 'module',
    imports: { '#context': './context.ts', '#kernel/*': './kernel/*', '#modules/*': './modules/*' },
  }),
}

/** What a check finds in a small repository made of these files: `file:line: message`. */
export function findIn(
  files: Readonly<Record<string, string>>,
  check: (tree: Tree) => readonly Finding[],
): string[] {
  const root = mkdtempSync(join(tmpdir(), 'marketsquare-tidy-'))
  try {
    for (const [path, text] of Object.entries({ ...PAPERS, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return check(readTree(root)).map(({ file, line, message }) => `${file}:${line}: ${message}`)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
