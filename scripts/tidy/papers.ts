import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Tree } from './tree.ts'

/** What stands in the README must be true of the repository, and CI runs what the README says. */
const COMMANDS = ['npm ci && npm start', 'npm ci && npm test']

/**
 * README and CI say the same commands, and decisions are numbered. (That links lead somewhere:
 * docs/links.test.ts.)
 */
export const checkPapers = ({ root }: Pick<Tree, 'root'>): Finding[] => [
  ...checkCommands(root),
  ...checkDecisions(root),
]

function checkCommands(root: string): Finding[] {
  const readme = textOf(root, 'README.md')
  const ci = textOf(root, '.ci/run')
  const absent = COMMANDS.filter((command) => !readme.includes(command)).map((command) => ({
    file: 'README.md',
    line: 1,
    message: `the command \`${command}\` is not in it. Write it down; it is how people begin.`,
  }))
  const needed = ['npm ci && npm test', 'npm run check']
  const skipped = needed
    .filter((command) => !ci.includes(command))
    .map((command) => ({
      file: '.ci/run',
      line: 1,
      message: `\`${command}\` is not in it. CI runs what the README promises.`,
    }))
  return [...absent, ...skipped]
}

const textOf = (root: string, path: string) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''

/** `docs/decisions/0001-title-is-the-decision.md`: from one up, each number once. */
function checkDecisions(root: string): Finding[] {
  const files = globSync('docs/decisions/*.md', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.endsWith('/README.md'))
    .sort()
  const found: Finding[] = []
  for (const [at, file] of files.entries()) {
    const name = /\/(\d{4})-[a-z0-9]+(-[a-z0-9]+)*\.md$/.exec(file)
    const expected = String(at + 1).padStart(4, '0')
    if (!name)
      found.push({ file, line: 1, message: `its name is not like ${expected}-title-is-the-decision.md.` })
    else if (name[1] !== expected) {
      found.push({ file, line: 1, message: `number ${name[1]} where ${expected} comes next. Renumber it.` })
      break
    }
  }
  return found
}
