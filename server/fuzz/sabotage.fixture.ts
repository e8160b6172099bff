import { anyone } from '#http/access.ts'
import { RawJson, route } from '#http/route.ts'
import { faults } from '#kernel/fault.ts'
import { newId } from '#kernel/id.ts'
import { Shape, Type } from '#kernel/schema.ts'
import type { Module } from '#module'
import { collection, type Document } from '#store/collection.ts'

/** One route for each promise that the shop makes, each of which breaks it. */

interface Scrap extends Document {
  readonly text: string
}

const scraps = collection<Scrap>({ name: 'scraps', indexes: {} })
const { broken, hidden } = faults('sabotage', { broken: [409, 'Broken.'], hidden: [409, 'Not declared.'] })
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g'

const Body = Shape({
  password: Type.String({ minLength: 9, maxLength: 30, pattern: '^[a-z]+$' }),
  limit: Type.Integer({ minimum: 0, maximum: 100 }),
})
const common = {
  method: 'POST',
  access: anyone,
  body: Body,
  replies: { 200: Shape({ ok: Type.Boolean() }) },
} as const

const crashing = route({
  ...common,
  path: '/sabotage/crash',
  summary: 'Falls over where a number is large',
  handle(_ctx, { body }) {
    if (body.limit > 2) throw new TypeError('Cannot read properties of undefined')
    return { ok: true }
  },
})

const undeclared = route({
  ...common,
  path: '/sabotage/undeclared',
  summary: 'Refuses with what it does not declare',
  handle() {
    throw hidden()
  },
})

const shapeless = route({
  ...common,
  path: '/sabotage/shapeless',
  summary: 'Answers something else than it declares',
  handle: () => new RawJson('{"ok":"yes"}'),
})

const halfDone = route({
  ...common,
  path: '/sabotage/half-done',
  summary: 'Writes, then refuses',
  faults: [broken],
  async handle(ctx) {
    ctx.save(scraps, { id: newId('scrap'), revision: 0, text: 'x' })
    await ctx.commit()
    throw broken()
  },
})

const leaking = route({
  ...common,
  path: '/sabotage/leak',
  summary: 'Shows the hash of a password',
  replies: { 200: Shape({ text: Type.String() }) },
  handle: () => ({ text: HASH }),
})

const quoting = route({
  ...common,
  path: '/sabotage/quote',
  summary: 'Says the password again',
  faults: [broken],
  handle(_ctx, { body }) {
    throw broken({ message: `"${body.password}" is not good enough.` })
  },
})

const talkative = route({
  ...common,
  path: '/sabotage/talk',
  summary: 'Logs the password',
  handle(ctx, { body }) {
    ctx.log.info({ typed: body.password }, 'Somebody was here.')
    return { ok: true }
  },
})

export const sabotage: Module = {
  name: 'sabotage',
  collections: [scraps],
  routes: [crashing, undeclared, shapeless, halfDone, leaking, quoting, talkative],
}
