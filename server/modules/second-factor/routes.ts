import { recently, signedIn } from '#http/access.ts'
import { Refusal, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { type Factors, factorFaults } from './factors.ts'
import { RECOVERY_CODES } from './recovery-codes.ts'
import { beginTotp, confirmTotp, factorsOfSelf, replaceRecoveryCodes, turnOffTotp } from './set-up-totp.ts'

const SecondFactorView = named(
  'SecondFactor',
  Shape({
    totp: Nullable(Shape({ confirmedAt: Timestamp })),
    recoveryCodesLeft: Type.Integer(),
  }),
)

const NewTotp = named(
  'NewTotp',
  Shape({
    secret: Type.String({ description: 'Base 32, for typing into an app by hand' }),
    uri: Type.String({ description: '`otpauth://…`, to be shown as a QR code' }),
    expiresAt: Timestamp,
  }),
)

const TotpConfirmation = named(
  'TotpConfirmation',
  Shape({ code: Type.String({ minLength: 1, maxLength: 20, description: 'What the app shows now' }) }),
)

const RecoveryCodes = named(
  'RecoveryCodes',
  Shape({
    recoveryCodes: Type.Array(Type.String(), {
      description: `${RECOVERY_CODES} codes, each good for one sign-in in place of an app. Shown this once`,
    }),
  }),
)

const toView = ({ totp, recoveryCodes }: Factors): Static<typeof SecondFactorView> => ({
  totp: totp && { confirmedAt: toTimestamp(totp.confirmedAt) },
  recoveryCodesLeft: recoveryCodes.length,
})

export const routes = [
  route({
    method: 'GET',
    path: '/me/second-factor',
    summary: 'See which second factor is set up, and how many recovery codes are left',
    access: signedIn,
    replies: { 200: SecondFactorView },
    handle: async (ctx) => toView(await factorsOfSelf(ctx)),
  }),
  route({
    method: 'POST',
    path: '/me/second-factor/totp',
    summary: 'Begin to set up an authenticator app',
    description:
      'Nothing changes until a code of the app is sent to `/api/me/second-factor/totp/confirmation`, within 15 ' +
      'minutes. An app that is set up already counts until then.',
    access: recently(signedIn),
    replies: { 201: NewTotp },
    async handle(ctx) {
      const { expiresAt, ...begun } = await beginTotp(ctx)
      return { ...begun, expiresAt: toTimestamp(expiresAt) }
    },
  }),
  route({
    method: 'POST',
    path: '/me/second-factor/totp/confirmation',
    summary: 'Turn the authenticator app on, with a code that it shows',
    description: 'After five wrong codes the app has to be set up anew.',
    access: signedIn,
    body: TotpConfirmation,
    replies: { 200: RecoveryCodes },
    faults: [factorFaults.notBegun, factorFaults.wrongCode],
    async handle(ctx, { body }) {
      const recoveryCodes = await confirmTotp(ctx, body.code)
      return recoveryCodes instanceof Refusal ? recoveryCodes : { recoveryCodes }
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/second-factor/totp',
    summary: 'Turn the authenticator app off, and its recovery codes with it',
    access: recently(signedIn),
    replies: { 204: null },
    faults: [factorFaults.missing],
    handle: turnOffTotp,
  }),
  route({
    method: 'POST',
    path: '/me/second-factor/recovery-codes',
    summary: 'Get new recovery codes; the old ones are worth nothing any more',
    access: recently(signedIn),
    replies: { 201: RecoveryCodes },
    faults: [factorFaults.missing],
    handle: async (ctx) => ({ recoveryCodes: await replaceRecoveryCodes(ctx) }),
  }),
]
