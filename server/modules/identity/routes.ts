import { anyone, signedIn } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { route } from '#http/route.ts'
import { Line, named, Shape, Type } from '#kernel/schema.ts'
import { register, renameSelf, self } from './accounts.ts'
import { tooManyAttempts } from './attempts-guard.ts'
import { NewPassword, PASSWORD_CHARS_MAX, weakPassword } from './passwords.ts'
import { answerChallenge, signIn } from './sign-in.ts'
import { signOut } from './sign-out.ts'
import { identityFaults, TypedEmail } from './user.ts'
import { CookieWish, LoginView, SignedInView, toLogin, toSignedIn, toUserView, UserView } from './views.ts'

const Registration = named(
  'Registration',
  Shape({ email: TypedEmail, password: NewPassword, name: Line(), cookie: CookieWish }),
)

const Credentials = named(
  'Credentials',
  Shape({
    email: Type.String({ minLength: 1, maxLength: 320 }),
    password: Type.String({ minLength: 1, maxLength: PASSWORD_CHARS_MAX }),
    cookie: CookieWish,
  }),
)

const ChallengeAnswer = named(
  'ChallengeAnswer',
  Shape({
    challenge: Type.String({ minLength: 1, maxLength: 100, description: 'What the login was refused with' }),
    code: Type.String({
      minLength: 1,
      maxLength: 40,
      description: 'Of the second factor, or a recovery code',
    }),
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
    faults: [weakPassword, httpFaults.busy],
    handle: async (ctx, { body }) => toSignedIn(ctx, await register(ctx, body)),
  }),
  route({
    method: 'POST',
    path: '/login',
    summary: 'Sign in by e-mail address and password',
    description:
      'The token is good until it has not been used for 30 days; that of staff, for a day. An account with a ' +
      'second factor is refused with a `challenge`, to be answered at `/api/login/second-factor`.',
    access: anyone,
    rate: 'signIn',
    body: Credentials,
    replies: { 200: LoginView },
    faults: [
      identityFaults.wrongCredentials,
      identityFaults.secondFactorNeeded,
      tooManyAttempts,
      httpFaults.busy,
    ],
    handle: async (ctx, { body }) => toLogin(ctx, await signIn(ctx, body)),
  }),
  route({
    method: 'POST',
    path: '/login/second-factor',
    summary: 'Finish a sign-in with the code of the second factor',
    description: 'A challenge is good for ten minutes and five codes.',
    access: anyone,
    rate: 'signIn',
    body: ChallengeAnswer,
    replies: { 200: LoginView },
    faults: [identityFaults.linkInvalid, identityFaults.wrongCode],
    handle: async (ctx, { body }) => toLogin(ctx, await answerChallenge(ctx, body)),
  }),
  route({
    method: 'POST',
    path: '/logout',
    summary: 'Sign out: the token is worth nothing from here on',
    access: signedIn,
    replies: { 204: null },
    handle: signOut,
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
