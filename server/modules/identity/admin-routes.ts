import { anyone, permitted } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { route } from '#http/route.ts'
import { pageFaults } from '#kernel/page.ts'
import { Line, named, PageOf, PageQuery, Shape, Type } from '#kernel/schema.ts'
import { listUsers } from './accounts.ts'
import { NewPassword, weakPassword } from './passwords.ts'
import { RoleRef } from './roles-routes.ts'
import { claimShop } from './sign-in-links.ts'
import { identityFaults, TypedEmail } from './user.ts'
import { CookieWish, SignedInView, toSignedIn, toUserView, UserView } from './views.ts'

const SignInLinkClaim = named(
  'SignInLinkClaim',
  Shape({
    token: Type.String({ minLength: 1, maxLength: 100, description: 'What the link has behind `token=`' }),
    email: Type.Optional(TypedEmail),
    name: Type.Optional(Line()),
    password: Type.Optional(NewPassword),
    cookie: CookieWish,
  }),
)

export const adminRoutes = [
  route({
    method: 'POST',
    path: '/admin/sign-in-links',
    summary: 'Sign in as the first owner, by the link that the first start printed',
    description:
      'Works once, for a day. Send `email` and `password` along to be able to sign in by them later.',
    access: anyone,
    rate: 'signIn',
    body: SignInLinkClaim,
    replies: { 201: SignedInView },
    faults: [identityFaults.linkInvalid, identityFaults.emailTaken, weakPassword, httpFaults.busy],
    handle: async (ctx, { body }) => toSignedIn(ctx, await claimShop(ctx, body)),
  }),
  route({
    method: 'GET',
    path: '/admin/users',
    summary: 'List accounts, the newest first',
    description: 'All of them, those with one role, or the one of an e-mail address.',
    access: permitted('users:read'),
    query: Shape({
      ...PageQuery,
      email: Type.Optional(Type.String({ minLength: 1, maxLength: 320 })),
      role: Type.Optional(RoleRef),
    }),
    replies: { 200: PageOf(UserView) },
    faults: [identityFaults.twoFilters, pageFaults.badCursor],
    async handle(ctx, { query }) {
      const { data, next } = await listUsers(ctx, query)
      return { data: await Promise.all(data.map((user) => toUserView(ctx, user))), next }
    },
  }),
]
