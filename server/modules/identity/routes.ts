import { anyone, signedIn } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { route } from '#http/route.ts'
import { Line, named, Shape, Type } from '#kernel/schema.ts'
import { register, renameSelf, self, signIn } from './accounts.ts'
import { NewPassword, PASSWORD_CHARS_MAX } from './passwords.ts'
import { closeSession } from './sessions.ts'
import { identityFaults, TypedEmail } from './user.ts'
import { LoginView, SignedInView, toSignedInView, toUserView, UserView } from './views.ts'

const Registration = named('Registration', Shape({ email: TypedEmail, password: NewPassword, name: Line() }))

const Credentials = named(
  'Credentials',
  Shape({
    email: Type.String({ minLength: 1, maxLength: 320 }),
    password: Type.String({ minLength: 1, maxLength: PASSWORD_CHARS_MAX }),
  }),
)

export const routes = [
  route({
    method: 'POST',
    path: '/register',
    summary: 'Make an account and sign in',
    access: anyone,
    body: Registration,
    replies: { 201: SignedInView },
    faults: [identityFaults.emailTaken, httpFaults.busy],
    handle: async (ctx, { body }) => toSignedInView(ctx, await register(ctx, body)),
  }),
  route({
    method: 'POST',
    path: '/login',
    summary: 'Sign in by e-mail address and password',
    description: 'The token is good until it has not been used for 30 days.',
    access: anyone,
    rate: 'signIn',
    body: Credentials,
    replies: { 200: LoginView },
    faults: [identityFaults.wrongCredentials, httpFaults.busy],
    handle: async (ctx, { body }) => ({
      success: true as const,
      ...toSignedInView(ctx, await signIn(ctx, body)),
    }),
  }),
  route({
    method: 'POST',
    path: '/logout',
    summary: 'Sign out: the token is worth nothing from here on',
    access: signedIn,
    replies: { 204: null },
    handle: closeSession,
  }),
  route({
    method: 'GET',
    path: '/me',
    summary: 'Read your own account',
    access: signedIn,
    replies: { 200: UserView },
    handle: async (ctx) => toUserView(ctx, await self(ctx)),
  }),
  route({
    method: 'PATCH',
    path: '/me',
    summary: 'Change your own account',
    access: signedIn,
    body: named('MeChanges', Shape({ name: Line() })),
    replies: { 200: UserView },
    revision: async (ctx) => (await self(ctx)).revision,
    handle: async (ctx, { body }) => toUserView(ctx, await renameSelf(ctx, body.name)),
  }),
]
