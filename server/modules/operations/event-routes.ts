import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { faults } from '#kernel/fault.ts'
import { mapPage, type Page } from '#kernel/page.ts'
import { named, PageOf, PageQuery, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { type EventDocument, events } from '#store/outbox.ts'

const eventFaults = faults('event', {
  twoFilters: [400, 'Ask for the events of one "subject" or of one "type", not for both at once.'],
})

const EventQuery = Shape({
  ...PageQuery,
  subject: Type.Optional(Type.String({ maxLength: 100, description: 'The id of what the events are about' })),
  type: Type.Optional(Type.String({ maxLength: 100, description: 'Such as `order.placed`' })),
})

const EventView = named(
  'Event',
  Shape({
    id: Type.String(),
    type: Type.String(),
    subject: Type.String({ description: 'The id of what the event is about' }),
    data: Type.Unknown(),
    at: Timestamp,
    by: Type.String({ description: 'Who caused it: a user’s id, `guest`, or `system:<task>`' }),
  }),
)

export const eventRoutes = [
  route({
    method: 'GET',
    path: '/admin/events',
    summary: 'List what happened in the shop, the latest first',
    description: 'Events are kept for 30 days.',
    access: permitted('operations:read'),
    query: EventQuery,
    replies: { 200: PageOf(EventView) },
    faults: [eventFaults.twoFilters],
    handle: async (ctx, { query }) => mapPage(await findEvents(ctx, query), toView),
  }),
]

async function findEvents(ctx: Ctx, query: Static<typeof EventQuery>): Promise<Page<EventDocument>> {
  const { subject, type, limit, after } = query
  if (subject !== undefined && type !== undefined) throw eventFaults.twoFilters()
  const latest = { reverse: true, limit, after }
  if (subject !== undefined) return ctx.find(events, 'bySubject', { ...latest, equals: [subject] })
  if (type !== undefined) return ctx.find(events, 'byType', { ...latest, equals: [type] })
  return ctx.find(events, 'byId', latest)
}

const toView = (event: EventDocument): Static<typeof EventView> => ({
  id: event.id,
  type: event.type,
  subject: event.subject,
  data: event.data,
  at: toTimestamp(event.at),
  by: event.by,
})
