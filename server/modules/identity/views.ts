import type { Ctx } from '#context'
import { toTimestamp } from '#kernel/clock.ts'
import { Id, Line, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import type { SignedIn } from './accounts.ts'
import { permissionList } from './ports.ts'
import { permissionsOf } from './roles.ts'
import type { User } from './user.ts'

export const UserView = named(
  'User',
  Shape({
    id: Id('user'),
    email: Type.String(),
    name: Line(),
    role: Type.Union([Type.Literal('customer'), Type.Literal('owner')]),
    permissions: Type.Array(Type.String()),
    createdAt: Timestamp,
    version: Type.Integer(),
  }),
)

/** Opaque; sent as `Authorization: Bearer …`. */
const Token = Type.String({ description: 'Send it as `Authorization: Bearer …`' })

export const SignedInView = named('SignedIn', Shape({ user: UserView, token: Token }))

export const LoginView = named('Login', Shape({ success: Type.Literal(true), token: Token, user: UserView }))

export const toUserView = (ctx: Ctx, user: User): Static<typeof UserView> => ({
  id: user.id,
  email: user.email,
  name: user.name,
  role: user.role,
  permissions: [...permissionsOf(user.role, ctx.use(permissionList))],
  createdAt: toTimestamp(user.createdAt),
  version: user.revision,
})

export const toSignedInView = (ctx: Ctx, { user, token }: SignedIn): Static<typeof SignedInView> => ({
  user: toUserView(ctx, user),
  token,
})
