import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { route } from '#http/route.ts'
import { mapPage } from '#kernel/page.ts'
import { Id, PageOf, PageQuery, Shape } from '#kernel/schema.ts'
import { importFiles } from './import-files.ts'
import { type ImportRecord, ImportSchema, importFaults, imports, toImportView } from './import-record.ts'
import { beginImport } from './run-import.ts'

const FILE_BYTES_MAX = 256 * 1024 * 1024

export const routes = [
  route({
    method: 'POST',
    path: '/admin/imports',
    summary: 'Import products from a Shopify or WooCommerce export',
    description:
      'The body is the CSV file. It is imported in the background: look at the import again for how far it is, and for ' +
      'every row that was refused. Importing a file again changes only what differs.',
    access: permitted('catalog:import'),
    upload: {
      contentTypes: ['text/csv', 'application/csv', 'application/octet-stream'],
      bytesMax: FILE_BYTES_MAX,
    },
    replies: { 202: ImportSchema },
    faults: [httpFaults.tooLarge, httpFaults.unsupportedType],
    handle: async (ctx, { body }) =>
      toImportView(await receive(ctx, body as unknown as Readable | undefined)),
  }),
  route({
    method: 'GET',
    path: '/admin/imports',
    summary: 'List imports, newest first',
    access: permitted('catalog:import'),
    query: Shape(PageQuery),
    replies: { 200: PageOf(ImportSchema) },
    handle: async (ctx, { query }) =>
      mapPage(await ctx.find(imports, 'byId', { reverse: true, ...query }), toImportView),
  }),
  route({
    method: 'GET',
    path: '/admin/imports/:importId',
    summary: 'See how far an import is, or what it did',
    access: permitted('catalog:import'),
    params: Shape({ importId: Id('imp') }),
    replies: { 200: ImportSchema },
    faults: [importFaults.missing],
    async handle(ctx, { params }) {
      const record = await ctx.get(imports, params.importId)
      if (!record) throw importFaults.missing()
      return toImportView(record)
    },
  }),
]

/** Files that have arrived: a handler that is run again must not read its stream a second time. */
const arrived = new WeakMap<Readable, Promise<number>>()

async function receive(ctx: Ctx, content: Readable | undefined): Promise<ImportRecord> {
  // Where neither a file nor the type of one was sent, nothing has read the request.
  if (!content) throw httpFaults.unsupportedType({ message: 'Send the file itself as text/csv.' })
  const file = `imp_${createHash('sha256').update(ctx.caller.operationId).digest('hex')}`
  const arriving = arrived.get(content) ?? ctx.use(importFiles).put(file, content)
  arrived.set(content, arriving)
  return beginImport(ctx, { file, bytes: await arriving })
}
