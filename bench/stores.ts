import { once } from 'node:events'
import { mkdir, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startChild } from './children.ts'
import { type Manifest, readManifest } from './store-manifest.ts'

export interface MadeStore {
  readonly dir: string
  readonly manifest: Manifest
  /** Where the documents are, if not in the directory. */
  readonly url: string | undefined
}

interface StoreInit {
  readonly dir: string
  readonly products: number
  readonly orders: number
  readonly url?: string | undefined
}

const SEEDER = join(import.meta.dirname, 'seed-store.ts')
const GIB = 2 ** 30
/**
 * What the large store takes on the disk while it is built, by product and by order, with room to spare.
 */
const BYTES_PER_PRODUCT = 16_384
const BYTES_PER_ORDER = 6_144

/**
 * A finished store that was built before, or a new one: built beside its place and moved there when it is
 * whole.
 */
export async function prepareStore(init: StoreInit, { rebuild }: { rebuild: boolean }): Promise<MadeStore> {
  const { dir, products, orders, url } = init
  const known = rebuild ? undefined : await readManifest(dir)
  if (known?.products === products && known.orders === orders) return { dir, manifest: known, url }
  await rm(dir, { recursive: true, force: true })
  await needRoom(init)
  const unfinished = `${dir}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  try {
    await runSeeder({ ...init, dir: unfinished })
    await rename(unfinished, dir)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  const manifest = await readManifest(dir)
  if (!manifest) throw new Error(`The store in ${dir} was not finished.`)
  return { dir, manifest, url }
}

async function needRoom({ dir, products, orders }: StoreInit): Promise<void> {
  const needed = products * BYTES_PER_PRODUCT + orders * BYTES_PER_ORDER
  await mkdir(dirname(dir), { recursive: true })
  const { bavail, bsize } = await statfs(dirname(dir))
  if (bavail * bsize >= needed) return
  const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`
  throw new Error(
    `The store needs about ${gib(needed)} in ${dirname(dir)}, which has ${gib(bavail * bsize)} free. ` +
      'Set BENCH_DIR to a directory on a larger disk.',
  )
}

async function runSeeder({ dir, products, orders, url }: StoreInit): Promise<void> {
  const args = ['--disable-warning=ExperimentalWarning', SEEDER, dir, String(products), String(orders)]
  if (url !== undefined) args.push(url)
  const child = startChild({
    command: [process.execPath, ...args],
    onLine: (line) => process.stderr.write(`  ${line}\n`),
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error('The store could not be built; what went wrong stands above.')
}
