import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sum } from './digest.ts'
import { MovingError } from './moving-error.ts'

/** Of the directory and its files. Raise it when an older version could no longer read them. */
export const FORMAT = 1

export const MANIFEST = 'manifest.json'
export const STORE_FILE = 'store.ndjson.gz'
/** The media's hashes, as `sha256sum --check` reads them. */
export const MEDIA_LIST = 'media.sha256'
export const MEDIA = 'media'
/** What a backup's directory is called until it is whole. */
export const UNFINISHED = '.unfinished'

export interface FileSum {
  readonly bytes: number
  /** SHA-256, in hex. */
  readonly sha256: string
}

/** What a backup is. Written last. */
export interface Manifest {
  readonly product: 'marketsquare'
  readonly format: number
  /** The shop's version. */
  readonly version: string
  /** The moment that the documents are of, RFC 3339. */
  readonly takenAt: string
  readonly engine: string
  readonly store: Sum
  readonly media: { readonly files: number; readonly bytes: number }
  readonly files: { readonly [name: string]: FileSum }
}

export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  await writeFile(join(directory, MANIFEST), text, { flush: true, mode: 0o600 })
}

/** Refuses what is no whole backup, or one of a later format. */
export async function readManifest(directory: string): Promise<Manifest> {
  const text = await readFile(join(directory, MANIFEST), 'utf8').catch(() => undefined)
  if (text === undefined) throw new MovingError(await whyNone(directory))
  const found = parse(text)
  if (found?.product !== 'marketsquare' || typeof found.format !== 'number')
    throw new MovingError(`${join(directory, MANIFEST)} is damaged, or not that of a backup of this shop.`)
  if (found.format > FORMAT)
    throw new MovingError(
      `The backup in ${directory} is of format ${found.format}, from version ${found.version}. ` +
        `This version knows formats up to ${FORMAT}: restore it with that version, or a later one.`,
    )
  if (!isManifest(found))
    throw new MovingError(`${join(directory, MANIFEST)} is damaged: parts of it are missing.`)
  return found as Manifest
}

function parse(text: string): Partial<Manifest> | undefined {
  try {
    return JSON.parse(text) as Partial<Manifest>
  } catch {
    return undefined
  }
}

const isManifest = ({ store, media, files, takenAt }: Partial<Manifest>): boolean =>
  typeof store?.digest === 'string' &&
  typeof store.documents === 'number' &&
  typeof store.collections === 'object' &&
  typeof media?.files === 'number' &&
  typeof files?.[STORE_FILE]?.sha256 === 'string' &&
  typeof files[MEDIA_LIST]?.sha256 === 'string' &&
  typeof takenAt === 'string'

async function whyNone(directory: string): Promise<string> {
  const inside = await readdir(directory).catch(() => undefined)
  if (!inside) return `There is no directory ${directory}.`
  if (directory.replace(/\/+$/, '').endsWith(UNFINISHED) || inside.includes(STORE_FILE))
    return `The backup in ${directory} has not come to its end, and is none. Delete it, and take another one.`
  const backups = inside.filter((name) => /^\d{4}-\d\d-\d\dT[\d-]+Z$/.test(name)).sort()
  if (backups.length === 0) return `${directory} is no backup: there is no ${MANIFEST} in it.`
  return `${directory} is no backup, but holds some. Name one of them, such as ${join(directory, backups.at(-1) as string)}.`
}
