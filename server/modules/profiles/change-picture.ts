import { createHash } from 'node:crypto'
import type { Ctx } from '#context'
import { change } from '#kernel/change.ts'
import { self, type User, users, userUpdated } from '#modules/identity/index.ts'
import { blobs, sniffImage, urlOf } from '#modules/media/index.ts'
import { enqueue, type Job, job } from '#work/handlers.ts'
import { encodePicture } from './encode-picture.ts'
import { profileFaults } from './faults.ts'

/** Takes what somebody sent as their picture. Answers the account with it. */
export async function changePicture(ctx: Ctx, bytes: Buffer): Promise<User> {
  const user = await self(ctx)
  const encoded = await encodedOnce(bytes)
  const key = keyFor(ctx, encoded)
  // Before the document that names it. A commit that fails leaves no more than a file that nobody knows of.
  await ctx.use(blobs).put(key, encoded, 'image/webp')
  return withPicture(ctx, user, urlOf({ key }))
}

export async function removePicture(ctx: Ctx): Promise<undefined> {
  const user = await self(ctx)
  if (user.picture) withPicture(ctx, user, null)
}

/**
 * A key of this upload's own: nobody else's picture lies under it, nor will an old one come back to it, so
 * it can be removed once it is replaced; and two accounts with the same picture cannot be told to be one
 * person's.
 */
const keyFor = ({ caller }: Ctx, encoded: Buffer): string => {
  const hash = createHash('sha256').update(`${caller.operationId}\n`).update(encoded)
  return `${hash.digest('hex').slice(0, 32)}.webp`
}

const encodings = new WeakMap<Buffer, Promise<Buffer>>()

/** A commit that met a conflict runs all of it again, and this is what costs. */
function encodedOnce(bytes: Buffer): Promise<Buffer> {
  if (!sniffImage(bytes)) throw profileFaults.notAPicture()
  const known = encodings.get(bytes) ?? encodePicture(bytes)
  encodings.set(bytes, known)
  return known
}

function withPicture(ctx: Ctx, user: User, picture: string | null): User {
  forgetFile(ctx, user)
  const next = { ...user, picture, updatedAt: ctx.now }
  return ctx.save(users, change(next, userUpdated(user.id, { fields: ['picture'] })))
}

/** Stages that the file of an account's picture goes, once the account no longer names it. */
export function forgetFile(ctx: Ctx, { picture }: Pick<User, 'picture'>): void {
  const key = OWN_PICTURE.exec(picture ?? '')?.[1]
  if (key !== undefined) enqueue(ctx, removeFile, { key })
}

const OWN_PICTURE = /^\/api\/media\/([0-9a-f]{32}\.webp)$/

export const removeFile: Job<{ key: string }> = job('profiles.remove-picture', (ctx, { key }) =>
  ctx.use(blobs).remove(key),
)
