import { anyone, recently, signedIn } from '#http/access.ts'
import { route } from '#http/route.ts'
import { named, Shape, Type } from '#kernel/schema.ts'
import { askForEmailChange, confirmEmailChange } from './email-change.ts'
import { askForVerification, confirmEmail } from './email-verification.ts'
import { askForMagicLink, signInByLink } from './magic-links.ts'
import { emailOf, identityFaults, TypedEmail } from './user.ts'
import { CookieWish, LoginView, MailedToken, toLogin } from './views.ts'

const ByMail = named('MailedToken', Shape({ token: MailedToken }))

const Proven = named(
  'ProvenEmail',
  Shape({ email: Type.String({ description: 'The address that is proved from here on' }) }),
)

export const emailRoutes = [
  route({
    method: 'POST',
    path: '/email-verifications',
    summary: 'Ask once more for the mail that proves your address',
    access: signedIn,
    rate: 'signIn',
    replies: { 202: null },
    handle: askForVerification,
  }),
  route({
    method: 'POST',
    path: '/email-verifications/confirmation',
    summary: 'Prove an address by the token of a mail',
    description: 'Works once, for a day. An account that held the address without proving it loses it.',
    access: anyone,
    rate: 'signIn',
    body: ByMail,
    replies: { 200: Proven },
    faults: [identityFaults.linkInvalid, identityFaults.emailTaken],
    handle: async (ctx, { body }) => ({ email: emailOf(await confirmEmail(ctx, body.token)) }),
  }),
  route({
    method: 'POST',
    path: '/me/email',
    summary: 'Ask to change your address',
    description:
      'A mail to the new address asks whether it is yours, a notice goes to the old one. The answer is the same ' +
      'whether or not another account has the address.',
    access: recently(signedIn),
    rate: 'signIn',
    body: named('EmailChange', Shape({ email: TypedEmail })),
    replies: { 202: null },
    handle: (ctx, { body }) => askForEmailChange(ctx, body.email),
  }),
  route({
    method: 'POST',
    path: '/me/email/confirmation',
    summary: 'Change the address by the token of the mail to the new one',
    description: 'Works once, for an hour, and without being signed in: mail is often read elsewhere.',
    access: anyone,
    rate: 'signIn',
    body: ByMail,
    replies: { 200: Proven },
    faults: [identityFaults.linkInvalid, identityFaults.emailTaken],
    handle: async (ctx, { body }) => ({ email: emailOf(await confirmEmailChange(ctx, body.token)) }),
  }),
  route({
    method: 'POST',
    path: '/magic-links',
    summary: 'Ask for a mail with a link that signs in',
    description: 'The answer is the same whether or not there is an account with the address.',
    access: anyone,
    rate: 'signIn',
    body: named('MagicLink', Shape({ email: TypedEmail })),
    replies: { 202: null },
    handle: (ctx, { body }) => askForMagicLink(ctx, body.email),
  }),
  route({
    method: 'POST',
    path: '/magic-links/confirmation',
    summary: 'Sign in by the token of a mail',
    description:
      'Works once, for 15 minutes, and proves the address. Where nobody had proved it before, the password and ' +
      'the sessions from before end: whoever made the account may not have been the owner of the address.',
    access: anyone,
    rate: 'signIn',
    body: named('MagicLinkConfirmation', Shape({ token: MailedToken, cookie: CookieWish })),
    replies: { 200: LoginView },
    faults: [identityFaults.linkInvalid, identityFaults.secondFactorNeeded],
    handle: async (ctx, { body }) => toLogin(ctx, await signInByLink(ctx, body)),
  }),
]
