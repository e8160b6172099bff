import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { compressAll } from './compress.ts'
import { type Room, roomsIn, VITE_CONFIGS } from './rooms.ts'
import { STAMP_FILE } from './stamp.ts'

// Builds one room, in a process of its own: `build-room.js ROOT storefront STAMP`.

const ASSETS = 'assets'
/** In `dist`: which assets it was built with, without those that it keeps for pages that are open still. */
const OWN_FILE = '.assets.json'
const [root = '.', name, stamp = ''] = process.argv.slice(2)
const room = roomsIn(resolve(root)).find((each) => each.name === name)
if (!room) throw new Error(`There is no room "${name}" to be built.`)
/** Builds beside what is there and changes over at the end, so that nobody ever gets half of it. */
async function buildRoom(room: Room, stamp: string): Promise<void> {
  const { build } = await import('vite')
  const made = join(room.work, `new-${process.pid}`)
  const old = join(room.work, `old-${process.pid}`)
  try {
    await build({
      root: room.dir,
      configFile: resolve(room.dir, '..', VITE_CONFIGS[room.name]),
      logLevel: 'warn',
      build: { outDir: made, emptyOutDir: true },
    })
    const own = await namesIn(join(made, ASSETS))
    await compressAll(join(made, ASSETS))
    await writeFile(join(made, STAMP_FILE), stamp)
    await writeFile(join(made, OWN_FILE), JSON.stringify(own))
    await keepPrevious(room, made)
    await rename(room.dist, old).catch(ignoreMissing)
    await rename(made, room.dist)
  } finally {
    await Promise.all([made, old].map((dir) => rm(dir, { recursive: true, force: true })))
  }
}

/** A page that was opened before asks for its own assets still: those of the build before stay. */
async function keepPrevious({ dist }: Room, made: string): Promise<void> {
  const text = await readFile(join(dist, OWN_FILE), 'utf8').catch(() => '[]')
  await mkdir(join(made, ASSETS), { recursive: true })
  const forms = (JSON.parse(text) as string[]).flatMap((each) => [each, `${each}.br`, `${each}.gz`])
  const copies = forms.map((each) =>
    copyFile(join(dist, ASSETS, each), join(made, ASSETS, each), constants.COPYFILE_EXCL).catch(() => {}),
  )
  await Promise.all(copies)
}

const namesIn = (dir: string): Promise<string[]> => readdir(dir).catch(() => [])

function ignoreMissing(error: unknown): void {
  if ((error as { code?: string }).code !== 'ENOENT') throw error
}

await buildRoom(room, stamp)
