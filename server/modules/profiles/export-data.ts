import { Readable } from 'node:stream'
import type { Ctx } from '#context'
import { Binary } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { audit } from '#modules/audit/index.ts'
import { self, type User } from '#modules/identity/index.ts'
import { type PersonalData, personalData } from './personal-data.ts'

/**
 * Everything that the shop knows of the caller, as one JSON object with a member for each part. It is read
 * and written a page at a time; should that fail on the way, the connection breaks off, so that half an
 * archive does not pass for a whole one.
 */
export async function exportData(ctx: Ctx): Promise<Binary> {
  const user = await self(ctx)
  audit(ctx, { action: 'profiles.data-exported', subject: user.id })
  const parts = ctx.use(personalData)
  return new Binary(
    {
      contentType: 'application/json; charset=utf-8',
      bytes: null,
      open: () => Readable.from(archiveOf(ctx, user, parts)),
    },
    { 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="my-data.json"' },
  )
}

async function* archiveOf(
  ctx: Ctx,
  user: User,
  parts: ReadonlyMap<string, PersonalData>,
): AsyncGenerator<string, void> {
  yield `{"exportedAt":${JSON.stringify(toTimestamp(ctx.now))}`
  for (const [name, read] of parts) {
    yield `,\n${JSON.stringify(name)}:`
    const data = read(ctx, user)
    if (Symbol.asyncIterator in data) yield* listOf(data)
    else yield JSON.stringify(await data)
  }
  yield '}\n'
}

async function* listOf(items: AsyncIterable<object>): AsyncGenerator<string, void> {
  let before = '['
  for await (const item of items) {
    yield `${before}${JSON.stringify(item)}`
    before = ',\n'
  }
  yield before === '[' ? '[]' : ']'
}
