import { toTimestamp } from '#kernel/clock.ts'
import { Line, Nullable, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { CookieWish } from '#modules/identity/index.ts'
import type { Passkey } from './passkey-ring.ts'

export const PasskeyName = Line(60)

export const PasskeyId = Type.String({ pattern: '^pkey_[\\w-]{43}$', description: 'An id, `pkey_…`' })

export const PasskeyView = named(
  'Passkey',
  Shape({
    id: PasskeyId,
    name: PasskeyName,
    backedUp: Type.Boolean({ description: 'Also on other devices of its owner' }),
    transports: Type.Array(Type.String()),
    createdAt: Timestamp,
    lastUsedAt: Nullable(Timestamp),
  }),
)

export const toPasskeyView = (passkey: Passkey): Static<typeof PasskeyView> => ({
  id: passkey.id,
  name: passkey.name,
  backedUp: passkey.backedUp,
  transports: [...passkey.transports],
  createdAt: toTimestamp(passkey.createdAt),
  lastUsedAt: passkey.lastUsedAt === null ? null : toTimestamp(passkey.lastUsedAt),
})

const Encoded = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[\\w-]+$', description: 'base64url' })

/** 1,023 bytes at most (https://www.w3.org/TR/webauthn-3/#credential-id). */
const CredentialId = Encoded(1_364)

/** What browsers add to a response differs and grows; what is not used here is let through unread. */
const Open = { additionalProperties: true }

const common = {
  id: CredentialId,
  rawId: CredentialId,
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}, Open),
}

export const NewPasskey = named(
  'NewPasskey',
  Shape({
    response: Type.Object(
      {
        ...common,
        response: Type.Object(
          {
            clientDataJSON: Encoded(8_192),
            attestationObject: Encoded(65_536),
            transports: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 })),
          },
          Open,
        ),
      },
      { ...Open, description: 'What `navigator.credentials.create()` answered, as its `toJSON()` writes it' },
    ),
    name: Type.Optional(PasskeyName),
  }),
)

const Assertion = Type.Object(
  {
    ...common,
    response: Type.Object(
      {
        clientDataJSON: Encoded(8_192),
        authenticatorData: Encoded(8_192),
        signature: Encoded(2_048),
        userHandle: Type.Optional(Encoded(128)),
      },
      Open,
    ),
  },
  { ...Open, description: 'What `navigator.credentials.get()` answered, as its `toJSON()` writes it' },
)

export const PasskeySignIn = named('PasskeySignIn', Shape({ response: Assertion, cookie: CookieWish }))

export const PasskeyProof = named('PasskeyProof', Shape({ response: Assertion }))

const CredentialRef = Shape({
  type: Type.Literal('public-key'),
  id: Type.String(),
  transports: Type.Array(Type.String()),
})

/** https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson */
export const CreationOptions = named(
  'PasskeyCreationOptions',
  Shape({
    challenge: Type.String(),
    rp: Shape({ id: Type.String(), name: Type.String() }),
    user: Shape({ id: Type.String(), name: Type.String(), displayName: Type.String() }),
    pubKeyCredParams: Type.Array(Shape({ type: Type.Literal('public-key'), alg: Type.Integer() })),
    timeout: Type.Integer({ description: 'In milliseconds' }),
    attestation: Type.Literal('none'),
    excludeCredentials: Type.Array(CredentialRef),
    authenticatorSelection: Shape({
      residentKey: Type.Literal('required'),
      requireResidentKey: Type.Literal(true),
      userVerification: Type.Literal('preferred'),
    }),
  }),
)

/** https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson */
export const RequestOptions = named(
  'PasskeyRequestOptions',
  Shape({
    challenge: Type.String(),
    rpId: Type.String(),
    timeout: Type.Integer({ description: 'In milliseconds' }),
    userVerification: Type.Literal('preferred'),
  }),
)
