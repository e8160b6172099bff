import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import type { CollectionSpec, Engine, Write } from '#store/engine.ts'
import { createPostgresEngine } from './engine.ts'

export const stock = { name: 'stock', indexes: {} } satisfies CollectionSpec

export const storm = {
  name: 'storm',
  indexes: { byTag: { fields: ['tags[]', 'n'] }, byName: { fields: ['name'], unique: true } },
} satisfies CollectionSpec

export const insertInto = (collection: CollectionSpec, id: string, body: object = {}): Write => ({
  op: 'insert',
  collection,
  id,
  schema: 1,
  body: body as never,
})

export const take = (id: string, by: number, floor?: number): Write => ({
  op: 'adjust',
  collection: stock,
  id,
  field: 'count',
  by,
  ...(floor !== undefined && { floor }),
})

export async function countOf(engine: Engine, id: string): Promise<number> {
  const [stored] = await engine.get(stock, [id])
  return stored?.body.count as number
}

export async function openOn(
  t: TestContext,
  url: string,
  collections: readonly CollectionSpec[] = [stock],
): Promise<Engine> {
  const engine = createPostgresEngine({ kind: 'postgres', url })
  t.after(() => engine.close())
  await engine.prepare(collections)
  return engine
}

/** What becomes of a chunk on its way: false keeps it back. */
export interface Faults {
  /** From the shop to the database. */
  onRequest?(chunk: Buffer, link: Link): boolean
  onReply?(chunk: Buffer, link: Link): boolean
}

export interface Link {
  /** Hangs up on the shop. The database does not notice. */
  hangUp(): void
  /** Sends to the database, whether the shop is still there or not. */
  deliver(chunk: Buffer): void
}

/** A line to the server on which things go wrong. Answers the address that leads through it. */
export async function startLine(t: TestContext, url: string, faults: Faults): Promise<string> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((shop) => {
    const database = connect(Number(target.port), target.hostname)
    const link: Link = {
      hangUp: () => shop.destroy(),
      deliver: (chunk) => void database.write(chunk),
    }
    for (const socket of [shop, database]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    shop.on('data', (chunk) => {
      if (faults.onRequest?.(chunk, link) ?? true) database.write(chunk)
    })
    database.on('data', (chunk) => {
      if (shop.writable && (faults.onReply?.(chunk, link) ?? true)) shop.write(chunk)
    })
    shop.on('end', () => database.end())
    database.on('close', () => shop.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const line = new URL(url)
  line.port = String((server.address() as { port: number }).port)
  return line.href
}

/** Whether a chunk asks for a commit. */
export const isCommit = (chunk: Buffer): boolean => chunk.includes('store:commit')
