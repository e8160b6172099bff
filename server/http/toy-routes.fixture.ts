import { Readable } from 'node:stream'
import { faults } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { pageFaults } from '#kernel/page.ts'
import { port } from '#kernel/port.ts'
import { Email, Id, Line, Nullable, named, PageOf, PageQuery, Price, Shape, Type } from '#kernel/schema.ts'
import { collection, type Document } from '#store/collection.ts'
import { remove } from '#store/unit.ts'
import { type Access, anyone, permitted, signedIn } from './access.ts'
import { Binary, RawJson, Refusal, Reply, type Route, route } from './route.ts'

/** What handlers pass on their way, so that a test can make them wait, or step in between read and commit. */
export const onTheWay = port<(step: string) => Promise<void>>('on the way')

/** The word that `/remembered` has in memory. */
export const remembered = port<string>('remembered')

export interface Note extends Document {
  readonly text: string
}

const noteFaults = faults('note', {
  missing: [404, 'There is no such note.'],
  unpaid: [402, 'Notes in gold cost money.'],
  taken: [409, 'There is a note with this text.'],
})

export const notes = collection<Note, 'byText'>({
  name: 'notes',
  missing: noteFaults.missing,
  indexes: { byText: { fields: ['text'], unique: true } },
})

export const BODY_BYTES_MAX = 2_048

const NoteSchema = named(
  'Note',
  Shape({ id: Id('note'), text: Type.String(), version: Type.Integer(), price: Type.Optional(Price) }),
)
const NewNote = named(
  'NewNote',
  Shape({
    text: Line(100),
    tags: Type.Optional(Type.Array(Line(10), { maxItems: 3 })),
    about: Type.Optional(
      Shape({ email: Type.Optional(Nullable(Email)), size: Type.Optional(Type.Integer()) }),
    ),
  }),
)
const toView = ({ id, text, revision }: Note) => ({ id, text, version: revision, hidden: 'never sent' })
const params = Shape({ noteId: Id('note') })
const revision: Route['revision'] = (ctx, { noteId = '' }) =>
  ctx.get(notes, noteId).then((note) => note?.revision)

/** Whoever knows the word may look; whether there is anything to look at is told to nobody else. */
const wordHolder: Access = {
  name: 'holder of the word',
  audience: 'holder',
  check(_ctx, _params, query) {
    if (query.word !== 'open sesame') throw noteFaults.missing()
  },
  faults: [noteFaults.missing],
}

export const routes = [
  route({
    method: 'POST',
    path: '/notes',
    summary: 'Write a note',
    access: anyone,
    body: NewNote,
    bodyBytesMax: BODY_BYTES_MAX,
    replies: { 201: NoteSchema },
    faults: [noteFaults.taken],
    async handle(ctx, { body }) {
      const found = await ctx.find(notes, 'byText', { equals: [body.text] })
      if (found.data.length > 0) throw noteFaults.taken({ message: `There is a note "${body.text}".` })
      await ctx.use(onTheWay)('before write')
      const note = ctx.save(notes, { id: newId('note'), revision: 0, text: body.text })
      return new Reply(201, toView(note), { location: `/api/notes/${note.id}` })
    },
  }),
  route({
    method: 'GET',
    path: '/notes',
    summary: 'List notes',
    access: anyone,
    query: Shape({ ...PageQuery, pinned: Type.Optional(Type.Boolean()) }),
    replies: { 200: PageOf(NoteSchema) },
    faults: [pageFaults.badCursor],
    async handle(ctx, { query: { limit, after } }) {
      const { data, next } = await ctx.find(notes, 'byText', { limit, after })
      return { data: data.map(toView), next }
    },
  }),
  route({
    method: 'GET',
    path: '/notes/:noteId',
    summary: 'Read a note',
    access: anyone,
    params,
    replies: { 200: NoteSchema },
    faults: [noteFaults.missing],
    async handle(ctx, { params: { noteId } }) {
      const note = await ctx.get(notes, noteId)
      if (!note) throw noteFaults.missing({ details: { id: noteId } })
      return toView(note)
    },
  }),
  route({
    method: 'PATCH',
    path: '/notes/:noteId',
    summary: 'Change a note',
    access: anyone,
    params,
    body: Shape({ text: Line(100) }),
    replies: { 200: NoteSchema },
    revision,
    handle: async (ctx, { params: { noteId }, body }) =>
      toView(await ctx.update(notes, noteId, (note) => ({ ...note, text: body.text }))),
  }),
  route({
    method: 'PUT',
    path: '/notes/:noteId',
    summary: 'Change a note, whatever it was',
    access: anyone,
    params,
    body: Shape({ text: Line(100) }),
    replies: { 200: NoteSchema },
    handle: async (ctx, { params: { noteId }, body }) =>
      toView(await ctx.update(notes, noteId, (note) => ({ ...note, text: body.text }))),
  }),
  route({
    method: 'DELETE',
    path: '/notes/:noteId',
    summary: 'Throw a note away',
    access: anyone,
    params,
    replies: { 204: null },
    revision,
    async handle(ctx, { params: { noteId } }) {
      const note = await ctx.get(notes, noteId)
      if (!note) throw noteFaults.missing()
      ctx.stage(remove(notes, note))
    },
  }),
  route({
    method: 'POST',
    path: '/notes/:noteId/copies',
    summary: 'Copy a note',
    access: anyone,
    params,
    replies: { 201: NoteSchema },
    revision,
    async handle(ctx, { params: { noteId } }) {
      const note = await ctx.get(notes, noteId)
      if (!note) throw noteFaults.missing()
      return toView(ctx.save(notes, { ...note, id: newId('note'), revision: 0, text: newId('copy') }))
    },
  }),
  route({
    method: 'POST',
    path: '/gold-notes',
    summary: 'Write a note in gold',
    access: anyone,
    body: NewNote,
    replies: { 201: NoteSchema },
    faults: [noteFaults.unpaid],
    handle(ctx, { body }) {
      ctx.save(notes, { id: newId('note'), revision: 0, text: body.text })
      return new Refusal(noteFaults.unpaid({ message: 'Gold was declined.', details: { price: 5 } }))
    },
  }),
  route({
    method: 'GET',
    path: '/whoami',
    summary: 'Read who asks',
    access: signedIn,
    replies: { 200: Shape({ id: Type.String(), address: Type.String() }) },
    handle: ({ caller }) => ({ id: caller.id ?? '', address: caller.address }),
  }),
  route({
    method: 'GET',
    path: '/admin/notes',
    summary: 'List all notes',
    access: permitted('notes:read'),
    replies: { 200: Shape({ count: Type.Integer() }) },
    handle: async (ctx) => ({ count: (await ctx.find(notes, 'byId')).data.length }),
  }),
  route({
    method: 'GET',
    path: '/cave',
    summary: 'Look into the cave',
    access: wordHolder,
    query: Shape({ word: Type.Optional(Type.String({ maxLength: 20 })) }),
    replies: { 200: Shape({ gold: Type.Boolean() }) },
    handle: () => ({ gold: true }),
  }),
  route({
    method: 'POST',
    path: '/sign-ins',
    summary: 'Sign in',
    access: anyone,
    rate: 'signIn',
    body: Shape({ email: Email }),
    replies: { 204: null },
    handle: () => undefined,
  }),
  route({
    method: 'GET',
    path: '/slow',
    summary: 'Wait at the gate',
    access: anyone,
    replies: { 200: Shape({ done: Type.Boolean() }) },
    async handle(ctx) {
      await ctx.use(onTheWay)('slow')
      return { done: true }
    },
  }),
  route({
    method: 'POST',
    path: '/bugs',
    summary: 'Break',
    access: anyone,
    replies: { 204: null },
    handle(ctx) {
      ctx.save(notes, { id: newId('note'), revision: 0, text: 'never written' })
      throw new TypeError('the password of the database is hunter2')
    },
  }),
  route({
    method: 'GET',
    path: '/rendered',
    summary: 'Read what is rendered already',
    access: anyone,
    replies: { 200: Shape({ ready: Type.Boolean() }) },
    handle: () => new RawJson('{"ready":true}', '"r1"'),
  }),
  route({
    method: 'GET',
    path: '/remembered',
    summary: 'Read what may be remembered',
    access: anyone,
    query: Shape({ word: Type.Optional(Type.String({ maxLength: 20 })) }),
    replies: { 200: Shape({ from: Type.String() }) },
    cached: ({ use }, { query: { word } }) =>
      word === use(remembered) ? new RawJson('{"from":"memory"}', '"m1"') : undefined,
    handle: () => ({ from: 'the store' }),
  }),
  route({
    method: 'GET',
    path: '/file',
    summary: 'Get a file',
    access: anyone,
    replies: { 200: null },
    handle: () =>
      new Binary({ contentType: 'image/png', bytes: 4, open: () => Readable.from([Buffer.from('file')]) }),
  }),
  route({
    method: 'POST',
    path: '/files',
    summary: 'Put a file',
    access: anyone,
    upload: { contentTypes: ['text/csv'], bytesMax: 100 },
    replies: { 201: Shape({ bytes: Type.Integer() }) },
    async handle(_ctx, { body }) {
      let bytes = 0
      for await (const chunk of body as unknown as Readable) bytes += chunk.length
      return { bytes }
    },
  }),
]
