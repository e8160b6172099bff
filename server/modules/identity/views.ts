import type { Ctx } from '#context'
import { Refusal, Reply } from '#http/route.ts'
import { sessionCookie } from '#http/session-cookie.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Id, Line, Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { permissionsOf } from './roles.ts'
import type { SignedIn } from './sign-in.ts'
import { emailOf, type User } from './user.ts'

export const UserView = named(
  'User',
  Shape({
    id: Id('user'),
    email: Type.String(),
    emailVerified: Type.Boolean(),
    name: Line(),
    picture: Nullable(Type.String({ description: 'Where the picture is served' })),
    role: Type.String({
      description: '`customer`, a role of staff such as `owner`, or the id of one of your own',
    }),
    permissions: Type.Array(Type.String()),
    createdAt: Timestamp,
    version: Type.Integer(),
  }),
)

/** Opaque; sent as `Authorization: Bearer …`. Left out where it went into a cookie. */
const Token = Type.Optional(
  Type.String({ description: 'Send it as `Authorization: Bearer …`. Left out where it went into a cookie' }),
)

export const SignedInView = named('SignedIn', Shape({ user: UserView, token: Token }))

export const LoginView = named('Login', Shape({ success: Type.Literal(true), token: Token, user: UserView }))

export const MailedToken = Type.String({
  minLength: 1,
  maxLength: 100,
  description: "What a mail's link has behind `token=`",
})

/** `cookie: true` in what signs somebody in. */
export const CookieWish = Type.Optional(
  Type.Boolean({
    description: 'Keep the token in an `HttpOnly` cookie: for pages, whose scripts could leak it',
  }),
)

export async function toUserView(ctx: Ctx, user: User): Promise<Static<typeof UserView>> {
  return {
    id: user.id,
    email: emailOf(user),
    // An account without the address was never proved to own it, and must look like any that was not yet.
    emailVerified: Boolean(user.emailVerifiedAt),
    name: user.name,
    picture: user.picture ?? null,
    role: user.role,
    permissions: [...(await permissionsOf(ctx, user.role))],
    createdAt: toTimestamp(user.createdAt),
    version: user.revision,
  }
}

/** The reply to whoever came in: the token in its body, or in a cookie that no script can read. */
export async function toSignedIn(ctx: Ctx, { user, token, kind }: SignedIn, status = 201) {
  const view = await toUserView(ctx, user)
  if (kind === 'bearer') return new Reply(status, { user: view, token })
  return new Reply(status, { user: view }, { 'set-cookie': sessionCookie(token) })
}

/** The same as the answer of a login. A refusal goes out as it is. */
export async function toLogin(ctx: Ctx, result: SignedIn | Refusal) {
  if (result instanceof Refusal) return result
  const { status, value, headers } = await toSignedIn(ctx, result, 200)
  return new Reply(status, { success: true as const, ...value }, headers)
}
