import type { Ctx } from '#context'
import { mapPage, type Page } from '#kernel/page.ts'
import { Id, Nullable, named, Shape, type Static, Type } from '#kernel/schema.ts'
import { self, type User, users } from '#modules/identity/index.ts'
import { profileFaults } from './faults.ts'

/** What everybody may see of somebody. Never the address, nor whether they buy or sell. */
export const PublicProfile = named(
  'PublicProfile',
  Shape({
    id: Id('user'),
    name: Type.String(),
    picture: Nullable(Type.String({ description: 'Where the picture is served' })),
  }),
)

type View = Static<typeof PublicProfile>

const toView = ({ id, name, picture = null }: User): View => ({ id, name, picture })

/** Newest first. */
export const listProfiles = async (ctx: Ctx, page: { limit?: number; after?: string }): Promise<Page<View>> =>
  mapPage(await ctx.find(users, 'byListing', { equals: [null], reverse: true, ...page }), toView)

/** For everybody else, who is hidden does not exist, just like who never was. */
export async function readProfile(ctx: Ctx, userId: string): Promise<View> {
  const user = await ctx.get(users, userId)
  if (!user || user.unlisted) throw profileFaults.missing({ details: { id: userId } })
  return toView(user)
}

/** Shows or hides the caller among the public profiles. */
export async function show(ctx: Ctx, isPublic: boolean): Promise<User> {
  const user = await self(ctx)
  if (isPublic === !user.unlisted) return user
  const { unlisted: _, ...rest } = user
  const next: User = isPublic ? rest : { ...rest, unlisted: 'hidden' }
  return ctx.save(users, next)
}
