import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CATALOGUE_FORMAT } from './catalogue.ts'

/** What the bench knows of a store it made; lies beside the shop's data, as `bench.json`. */
export interface Manifest {
  readonly format: number
  readonly products: number
  readonly orders: number
  /** By product, in the order in which they were made; the variants in the order of `SIZES`. */
  readonly variantIds: readonly (readonly string[])[]
  readonly flow: FlowCommits
  readonly builtInSeconds: number
}

/** How many commits one guest's checkout is, and how many of them happen behind its replies. */
export interface FlowCommits {
  readonly commits: number
  readonly behind: number
}

/** Raise it when the way stores are filled changes: one that was kept is then built again. */
const SEED_FORMAT = 1
export const FORMAT = CATALOGUE_FORMAT * 1_000 + SEED_FORMAT

export const OWNER = { email: 'owner@example.com', password: 'a bench has no secrets' } as const
export const CUSTOMER = { email: 'regular@example.com', password: 'a bench has no secrets' } as const
/** How many orders `CUSTOMER` has. */
export const CUSTOMERS_ORDERS = 20

const FILE = 'bench.json'

export const dataDirOf = (dir: string): string => join(dir, 'data')

export const writeManifest = (dir: string, manifest: Manifest): Promise<void> =>
  writeFile(join(dir, FILE), JSON.stringify(manifest))

/** The manifest of a store that was finished, by this version of the bench; else undefined. */
export async function readManifest(dir: string): Promise<Manifest | undefined> {
  const text = await readFile(join(dir, FILE), 'utf8').catch(() => undefined)
  const manifest = text === undefined ? undefined : (JSON.parse(text) as Manifest)
  return manifest?.format === FORMAT ? manifest : undefined
}
