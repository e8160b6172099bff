import type { Ctx } from '#context'
import { permitted, recently } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import {
  Id,
  Line,
  Nullable,
  named,
  PageOf,
  PageQuery,
  Shape,
  type Static,
  Timestamp,
  Type,
} from '#kernel/schema.ts'
import { staffFaults } from '#modules/identity/index.ts'
import { type ApiKey, keyFaults, statusOf } from './api-key.ts'
import { keys, keyUses } from './collections.ts'
import { makeKey, needKey, renameKey, revokeKey } from './save-key.ts'

const NAME_CHARS_MAX = 80

const view = {
  id: Id('key'),
  name: Type.String(),
  prefix: Type.String({ description: 'What the key begins with' }),
  scopes: Type.Array(Type.String()),
  status: Type.Union([Type.Literal('active'), Type.Literal('expired'), Type.Literal('revoked')]),
  makerId: Type.String({ description: 'In whose name it acts: it can do what they can do, and no more' }),
  createdAt: Timestamp,
  expiresAt: Nullable(Timestamp),
  revokedAt: Nullable(Timestamp),
  lastUsedAt: Nullable(
    Type.String({
      description: 'RFC 3339 time, UTC, to the hour; null: never used',
      examples: ['2026-11-22T07:15:00.000Z'],
    }),
  ),
  version: Type.Integer(),
}
const KeyView = named('ApiKey', Shape(view))
const NewKeyView = named(
  'NewApiKey',
  Shape({ ...view, key: Type.String({ description: 'The key itself. Keep it: it is never shown again' }) }),
)

const KeyWish = named(
  'ApiKeyWish',
  Shape({
    name: Line(NAME_CHARS_MAX),
    scopes: Type.Array(Type.String({ minLength: 1, maxLength: 80 }), {
      minItems: 1,
      maxItems: 500,
      description: 'Permissions, such as `catalog:write`',
    }),
    expiresAt: Type.Optional(
      Nullable(
        Type.String({
          maxLength: 35,
          pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
          description: 'RFC 3339 time; without it the key works until it is revoked',
          examples: ['2027-01-01T00:00:00Z'],
        }),
      ),
    ),
  }),
)

const params = Shape({ keyId: Id('key') })
const revision = async (ctx: Ctx, { keyId = '' }: Readonly<Record<string, string>>) =>
  (await ctx.get(keys, keyId))?.revision

export const adminRoutes = [
  route({
    method: 'POST',
    path: '/admin/api-keys',
    summary: 'Make an API key for a program',
    description:
      'Send it as `Authorization: Bearer msk_…`. Its scopes are permissions that you have yourself. It loses those ' +
      'that your role loses, and works no more once you have left the staff. It can neither make keys nor decide about staff.',
    access: recently(permitted('api-keys:write')),
    body: KeyWish,
    replies: { 201: NewKeyView },
    faults: [
      staffFaults.unknownPermissions,
      staffFaults.beyondYours,
      keyFaults.scopeRefused,
      keyFaults.expired,
      keyFaults.tooMany,
    ],
    async handle(ctx, { body }) {
      const { apiKey, key } = await makeKey(ctx, body)
      return { ...(await toView(ctx, apiKey)), key }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/api-keys',
    summary: 'List the API keys, the newest first, revoked ones too',
    description: 'Revoked keys are listed for 400 days.',
    access: permitted('api-keys:read'),
    query: Shape(PageQuery),
    replies: { 200: PageOf(KeyView) },
    async handle(ctx, { query }) {
      const { data, next } = await ctx.find(keys, 'byId', { reverse: true, ...query })
      return { data: await Promise.all(data.map((apiKey) => toView(ctx, apiKey))), next }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/api-keys/:keyId',
    summary: 'Read what is known of an API key',
    access: permitted('api-keys:read'),
    params,
    replies: { 200: KeyView },
    faults: [keyFaults.missing],
    handle: async (ctx, { params: { keyId } }) => toView(ctx, await needKey(ctx, keyId)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/api-keys/:keyId',
    summary: 'Give an API key another name',
    access: permitted('api-keys:write'),
    params,
    body: named('ApiKeyPatch', Shape({ name: Line(NAME_CHARS_MAX) })),
    replies: { 200: KeyView },
    faults: [keyFaults.missing, keyFaults.revoked],
    revision,
    handle: async (ctx, { params: { keyId }, body }) => toView(ctx, await renameKey(ctx, keyId, body.name)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/api-keys/:keyId',
    summary: 'Revoke an API key: it is worth nothing from here on',
    access: permitted('api-keys:write'),
    params,
    replies: { 204: null },
    faults: [keyFaults.missing],
    revision,
    handle: (ctx, { params: { keyId } }) => revokeKey(ctx, keyId),
  }),
]

async function toView(ctx: Ctx, apiKey: ApiKey): Promise<Static<typeof KeyView>> {
  const { id, name, prefix, scopes, makerId, createdAt, expiresAt, revocation, revision: version } = apiKey
  const use = await ctx.get(keyUses, id)
  return {
    id,
    name,
    prefix,
    scopes: [...scopes],
    status: statusOf(apiKey, ctx.now),
    makerId,
    createdAt: toTimestamp(createdAt),
    expiresAt: expiresAt === null ? null : toTimestamp(expiresAt),
    revokedAt: revocation && toTimestamp(revocation.at),
    lastUsedAt: use ? toTimestamp(use.at) : null,
    version,
  }
}
