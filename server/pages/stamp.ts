import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ROOM_SOURCES, type Room, SHARED_SOURCES } from './rooms.ts'

/** In `dist`: of which sources it was built. */
export const STAMP_FILE = '.stamp'

/** Names the sources of a room and all that they are built with: equal stamps, equal pages. */
export async function stampOf({ dir, name }: Pick<Room, 'dir' | 'name'>): Promise<string> {
  const root = dirname(dir)
  const named = [...SHARED_SOURCES, ...ROOM_SOURCES.map((each) => join(name, each))]
  const files = (await Promise.all(named.map((each) => filesIn(join(root, each))))).flat()
  const sum = createHash('sha256')
  for (const file of files.sort()) {
    sum.update(`${relative(root, file).replaceAll('\\', '/')}\n`)
    sum.update(
      createHash('sha256')
        .update(await readFile(file))
        .digest(),
    )
  }
  return sum.digest('base64url')
}

/** The stamp of what lies in `dist`. */
export const builtStamp = ({ dist }: Pick<Room, 'dist'>): Promise<string | undefined> =>
  readFile(join(dist, STAMP_FILE), 'utf8').catch(() => undefined)

const isSource = (path: string): boolean =>
  !/(^|[\\/])(node_modules|dist)([\\/]|$)|\.(test|fixture)\.tsx?$|\.md$/.test(path)

async function filesIn(path: string): Promise<string[]> {
  const found = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as { code?: string }
    if (code === 'ENOTDIR') return null
    if (code === 'ENOENT') return []
    throw error
  })
  if (!found) return [path]
  return found
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .filter((file) => isSource(relative(path, file)))
}
