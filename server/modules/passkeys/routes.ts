import { anyone, recently, signedIn } from '#http/access.ts'
import { Refusal, Reply, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { named, Shape, Timestamp, Type } from '#kernel/schema.ts'
import { identityFaults, LoginView, toLogin } from '#modules/identity/index.ts'
import { addPasskey, removePasskey, renamePasskey, ringOfSelf } from './keep-passkeys.ts'
import { creationOptions, requestOptions } from './options.ts'
import { passkeyFaults } from './passkey-ring.ts'
import { noDomain } from './relying-party.ts'
import {
  CreationOptions,
  NewPasskey,
  PasskeyId,
  PasskeyName,
  PasskeyProof,
  PasskeySignIn,
  PasskeyView,
  RequestOptions,
  toPasskeyView,
} from './schemas.ts'
import { proveByPasskey, signInByPasskey } from './sign-in.ts'

const params = Shape({ passkeyId: PasskeyId })

const ofSelf = [
  route({
    method: 'POST',
    path: '/me/passkeys/options',
    summary: 'Begin to add a passkey',
    description:
      'The answer goes to `navigator.credentials.create()`, by way of ' +
      '`PublicKeyCredential.parseCreationOptionsFromJSON()`, within five minutes.',
    access: recently(signedIn),
    replies: { 200: CreationOptions },
    faults: [passkeyFaults.full, noDomain],
    handle: creationOptions,
  }),
  route({
    method: 'POST',
    path: '/me/passkeys',
    summary: 'Add the passkey that the browser made',
    access: signedIn,
    body: NewPasskey,
    replies: { 201: PasskeyView },
    faults: [passkeyFaults.invalid, passkeyFaults.taken, passkeyFaults.full, noDomain],
    async handle(ctx, { body }) {
      const passkey = await addPasskey(ctx, body)
      return passkey instanceof Refusal ? passkey : new Reply(201, toPasskeyView(passkey))
    },
  }),
  route({
    method: 'GET',
    path: '/me/passkeys',
    summary: 'List your passkeys, the oldest first',
    access: signedIn,
    replies: { 200: named('Passkeys', Shape({ data: Type.Array(PasskeyView) })) },
    handle: async (ctx) => ({ data: (await ringOfSelf(ctx)).passkeys.map(toPasskeyView) }),
  }),
  route({
    method: 'PATCH',
    path: '/me/passkeys/:passkeyId',
    summary: 'Give a passkey another name',
    access: signedIn,
    params,
    body: named('PasskeyChanges', Shape({ name: PasskeyName })),
    replies: { 200: PasskeyView },
    faults: [passkeyFaults.missing],
    handle: async (ctx, { params: { passkeyId }, body }) =>
      toPasskeyView(await renamePasskey(ctx, passkeyId, body.name)),
  }),
  route({
    method: 'DELETE',
    path: '/me/passkeys/:passkeyId',
    summary: 'Remove a passkey',
    access: recently(signedIn),
    params,
    replies: { 204: null },
    faults: [passkeyFaults.missing, passkeyFaults.lastWayIn],
    handle: (ctx, { params: { passkeyId } }) => removePasskey(ctx, passkeyId),
  }),
]

const proof = route({
  method: 'POST',
  path: '/me/authentication/passkey',
  summary: 'Prove once more who you are, by a passkey',
  description:
    'With what `/api/passkeys/options` gives. Counts as a proof at `/api/me/authentication` does: for 15 ' +
    'minutes, for this session.',
  access: signedIn,
  body: PasskeyProof,
  replies: { 200: Shape({ authenticatedAt: Timestamp, until: Timestamp }) },
  faults: [passkeyFaults.wrongProof, noDomain],
  async handle(ctx, { body }) {
    const proved = await proveByPasskey(ctx, body.response)
    if (proved instanceof Refusal) return proved
    return { authenticatedAt: toTimestamp(proved.authenticatedAt), until: toTimestamp(proved.until) }
  },
})

const ofAnyone = [
  route({
    method: 'POST',
    path: '/passkeys/options',
    summary: 'Begin to sign in by a passkey',
    description:
      'The answer goes to `navigator.credentials.get()`, by way of ' +
      '`PublicKeyCredential.parseRequestOptionsFromJSON()`, within five minutes. It tells nothing about ' +
      'accounts: with an e-mail address or without, it is made the same way.',
    access: anyone,
    body: named(
      'PasskeyRequest',
      Shape({ email: Type.Optional(Type.String({ maxLength: 320, description: 'Makes no difference' })) }),
    ),
    replies: { 200: RequestOptions },
    faults: [noDomain],
    handle: requestOptions,
  }),
  route({
    method: 'POST',
    path: '/passkeys/sign-in',
    summary: 'Sign in by a passkey',
    description:
      'One that checked its holder, by a finger, a face or a PIN, is enough by itself. After one that did ' +
      'not, an account with a second factor is asked for it as after a password.',
    access: anyone,
    body: PasskeySignIn,
    replies: { 200: LoginView },
    faults: [passkeyFaults.refused, identityFaults.secondFactorNeeded, noDomain],
    handle: async (ctx, { body }) => toLogin(ctx, await signInByPasskey(ctx, body)),
  }),
]

export const routes = [...ofSelf, proof, ...ofAnyone]
