import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { pageHeaders } from '#http/page-policy.ts'
import type { Room } from './rooms.ts'
import { builtStamp } from './stamp.ts'
import { type Template, toTemplate } from './template.ts'

/** What a room's build has to be served with. */
export interface Built {
  readonly stamp: string | undefined
  readonly template: Template
  /** The links that a page of this source needs besides those that every page has. */
  linksFor(source: string | undefined): string
  /** By their path below the room's base. */
  readonly files: ReadonlyMap<string, BuiltFile>
  /** What every page of it is sent with. */
  readonly headers: Readonly<Record<string, string>>
}

export interface BuiltFile {
  readonly path: string
  readonly type: string
  /** Sizes of the compressed forms that lie beside it. */
  readonly forms: { readonly br?: number; readonly gz?: number }
  /** Its name has a digest of its content. */
  readonly isHashed: boolean
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Pictures of imported catalogues stay where they are, so a page may show those of any host. */
const NEEDS = { images: 'data: blob: https: http:', forms: "'self'" }

export async function loadBuilt(room: Room): Promise<Built> {
  const stamp = await builtStamp(room)
  const html = await readFile(join(room.dist, 'index.html'), 'utf8')
  const manifest = JSON.parse(await readFile(join(room.dist, '.vite', 'manifest.json'), 'utf8')) as Manifest
  const links = new Map<string | undefined, string>()
  return {
    stamp,
    template: toTemplate(html),
    files: await listFiles(room.dist),
    headers: pageHeaders(html, NEEDS),
    linksFor(source) {
      const known = links.get(source)
      if (known !== undefined) return known
      const made = toLinks(manifest, source, room.base)
      links.set(source, made)
      return made
    },
  }
}

/** https://vite.dev/guide/backend-integration.html */
type Manifest = Readonly<Record<string, Chunk>>
interface Chunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

/** A page's own chunk, asked for with the first one rather than after it; and its styles before they show. */
function toLinks(manifest: Manifest, source: string | undefined, base: string): string {
  if (source === undefined || !manifest[source]) return ''
  const entry = Object.keys(manifest).filter((key) => manifest[key]?.isEntry)
  const known = closureOf(manifest, entry)
  const own = [...closureOf(manifest, [source])].filter((key) => !known.has(key))
  const chunks = own.flatMap((key) => manifest[key] ?? [])
  const sheets = new Set(chunks.flatMap(({ css = [] }) => css))
  return [
    ...[...sheets].map((href) => `<link rel="stylesheet" crossorigin href="${base}${href}">`),
    ...chunks.map(({ file }) => `<link rel="modulepreload" crossorigin href="${base}${file}">`),
  ].join('\n')
}

function closureOf(manifest: Manifest, from: readonly string[]): ReadonlySet<string> {
  const reached = new Set(from)
  for (const key of reached) for (const next of manifest[key]?.imports ?? []) reached.add(next)
  return reached
}

/** Everything that may be asked for: what is not in here does not exist, whatever a path says. */
async function listFiles(dist: string): Promise<ReadonlyMap<string, BuiltFile>> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .filter((path) => !isOurs(relative(dist, path)))
  const sizes = new Map(
    await Promise.all(paths.map(async (path) => [path, (await stat(path)).size] as const)),
  )
  const files = paths.flatMap((path): [string, BuiltFile][] => {
    const [br, gz] = [sizes.get(`${path}.br`), sizes.get(`${path}.gz`)]
    const type = TYPES[extname(path)]
    if (!type) return []
    const name = relative(dist, path).replaceAll('\\', '/')
    const forms = { ...(br !== undefined && { br }), ...(gz !== undefined && { gz }) }
    return [[name, { path, type, forms, isHashed: name.startsWith('assets/') }]]
  })
  return new Map(files)
}

/** Not for the world: the template, and what the builder notes. */
const isOurs = (name: string): boolean => name === 'index.html' || name.startsWith('.')
