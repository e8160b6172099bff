import { accessFaults, anyone, signedIn } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { route } from '#http/route.ts'
import { named, Shape, Type } from '#kernel/schema.ts'
import { tooManyAttempts } from './attempts-guard.ts'
import { changePassword } from './password-change.ts'
import { askForPasswordReset, resetPassword } from './password-resets.ts'
import { NewPassword, PASSWORD_CHARS_MAX, weakPassword } from './passwords.ts'
import { identityFaults, TypedEmail } from './user.ts'
import { CookieWish, LoginView, MailedToken, toLogin } from './views.ts'

const PasswordChange = named(
  'PasswordChange',
  Shape({
    current: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: PASSWORD_CHARS_MAX,
        description: 'The current password. Not needed where the sign-in is of the last 15 minutes',
      }),
    ),
    password: NewPassword,
  }),
)

const NewPasswordByMail = named(
  'PasswordResetConfirmation',
  Shape({ token: MailedToken, password: NewPassword, cookie: CookieWish }),
)

export const passwordRoutes = [
  route({
    method: 'POST',
    path: '/me/password',
    summary: 'Change your password, or set one where you have none',
    description: 'Signs you out everywhere else, and sends a notice to your address.',
    access: signedIn,
    rate: 'signIn',
    body: PasswordChange,
    replies: { 204: null },
    faults: [
      identityFaults.wrongProof,
      accessFaults.stepUpNeeded,
      tooManyAttempts,
      weakPassword,
      httpFaults.busy,
    ],
    handle: (ctx, { body }) => changePassword(ctx, body),
  }),
  route({
    method: 'POST',
    path: '/password-resets',
    summary: 'Ask for a mail with a link to set a new password',
    description: 'The answer is the same whether or not there is an account with the address.',
    access: anyone,
    rate: 'signIn',
    body: named('PasswordReset', Shape({ email: TypedEmail })),
    replies: { 202: null },
    handle: (ctx, { body }) => askForPasswordReset(ctx, body.email),
  }),
  route({
    method: 'POST',
    path: '/password-resets/confirmation',
    summary: 'Set a new password by the token of a mail, and sign in',
    description: 'Works once, for an hour. Ends all sessions there were, and proves the address.',
    access: anyone,
    rate: 'signIn',
    body: NewPasswordByMail,
    replies: { 200: LoginView },
    faults: [identityFaults.linkInvalid, identityFaults.secondFactorNeeded, weakPassword, httpFaults.busy],
    handle: async (ctx, { body }) => toLogin(ctx, await resetPassword(ctx, body)),
  }),
]
