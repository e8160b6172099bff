import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { mapPage, type Page, pageFaults } from '#kernel/page.ts'
import {
  Id,
  Nullable,
  named,
  PageOf,
  PageQuery,
  Shape,
  type Static,
  Timestamp,
  Type,
} from '#kernel/schema.ts'
import { auditLog } from './audit.ts'
import { ACTION_CHARS_MAX, type AuditEntry, SUBJECT_CHARS_MAX } from './audit-entry.ts'

const auditFaults = faults('audit', {
  severalFilters: [400, 'Ask by one of "actor", "subject" and "action", not by several at once.'],
})

const AuditQuery = Shape({
  ...PageQuery,
  actor: Type.Optional(Type.String({ maxLength: 100, description: 'The id of the user or API key' })),
  subject: Type.Optional(
    Type.String({ maxLength: SUBJECT_CHARS_MAX, description: 'The id of what it was done to' }),
  ),
  action: Type.Optional(
    Type.String({
      maxLength: ACTION_CHARS_MAX,
      description: 'Such as `identity.password-changed`, or `PATCH /admin/settings`',
    }),
  ),
})

const AuditEntryView = named(
  'AuditEntry',
  Shape({
    id: Id('aud'),
    at: Timestamp,
    actor: Shape({
      kind: Type.Union([
        Type.Literal('guest'),
        Type.Literal('user'),
        Type.Literal('api-key'),
        Type.Literal('system'),
      ]),
      id: Nullable(Type.String()),
    }),
    action: Type.String({ description: 'Of acts that are recorded by themselves: method and path' }),
    subject: Type.String({ description: 'The id of what it was done to' }),
    details: Type.Record(Type.String(), Type.Unknown()),
    address: Type.String({ description: 'The network address that it came from' }),
    userAgent: Type.String(),
    operationId: Type.String({ description: 'The id of the request, or of its Idempotency-Key' }),
  }),
)

export const adminRoutes = [
  route({
    method: 'GET',
    path: '/admin/audit-log',
    summary: 'List who did what in the shop, the latest first',
    description:
      'Everything that staff and API keys changed, and what touched the safety of accounts. Entries are ' +
      'written in the commit of what they tell, changed by nobody, and kept for 400 days.',
    access: permitted('audit:read'),
    query: AuditQuery,
    replies: { 200: PageOf(AuditEntryView) },
    faults: [auditFaults.severalFilters, pageFaults.badCursor],
    handle: async (ctx, { query }) => mapPage(await findEntries(ctx, query), toView),
  }),
]

async function findEntries(ctx: Ctx, query: Static<typeof AuditQuery>): Promise<Page<AuditEntry>> {
  const { actor, subject, action, limit, after } = query
  const asked = [actor, subject, action].filter((each) => each !== undefined)
  if (asked.length > 1) throw auditFaults.severalFilters()
  const latest = { reverse: true, limit, after }
  if (actor !== undefined) return ctx.find(auditLog, 'byActor', { ...latest, equals: [actor] })
  if (subject !== undefined) return ctx.find(auditLog, 'bySubject', { ...latest, equals: [subject] })
  if (action !== undefined) return ctx.find(auditLog, 'byAction', { ...latest, equals: [action] })
  return ctx.find(auditLog, 'byId', latest)
}

const toView = ({ revision: _revision, at, ...entry }: AuditEntry): Static<typeof AuditEntryView> => ({
  ...entry,
  at: toTimestamp(at),
})
