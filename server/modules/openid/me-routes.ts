import { recently, signedIn } from '#http/access.ts'
import { Refusal, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Id, Line, Nullable, named, Shape, Timestamp, Type } from '#kernel/schema.ts'
import { self } from '#modules/identity/index.ts'
import { beginFlow } from './flow.ts'
import type { LinkedIdentity } from './linked-identity.ts'
import { identitiesOf, linkSelf, unlinkSelf } from './links.ts'
import { openidFaults } from './openid-faults.ts'
import { BegunView, Brought, ReturnTo, toBegunView } from './routes.ts'

const { expired, full, lastWayIn, linkedElsewhere, linkMissing, ...others } = openidFaults

const IdentityView = named(
  'LinkedIdentity',
  Shape({
    id: Id('oid'),
    provider: Type.String(),
    email: Nullable(Type.String({ description: 'The address that the provider named' })),
    linkedAt: Timestamp,
  }),
)

const toIdentityView = ({ id, provider, email, linkedAt }: LinkedIdentity) => ({
  id,
  provider,
  email,
  linkedAt: toTimestamp(linkedAt),
})

export const meRoutes = [
  route({
    method: 'GET',
    path: '/me/identities',
    summary: 'List the providers that your account is linked to',
    access: signedIn,
    replies: { 200: Shape({ data: Type.Array(IdentityView) }) },
    async handle(ctx) {
      const { id } = await self(ctx)
      return { data: (await identitiesOf(ctx, id)).map(toIdentityView) }
    },
  }),
  route({
    method: 'POST',
    path: '/me/identities/start',
    summary: 'Begin to link a provider to your account',
    description: 'Goes on like a sign-in; the page is told `for=link`.',
    access: recently(signedIn),
    body: named('OpenidLinkWish', Shape({ provider: Line(40), returnTo: ReturnTo })),
    replies: { 201: BegunView },
    faults: [others.providerMissing, others.returnRefused, others.providerAway, others.providerBroken],
    async handle(ctx, { body }) {
      const { id: userId } = await self(ctx)
      return toBegunView(await beginFlow(ctx, { ...body, userId }))
    },
  }),
  route({
    method: 'POST',
    path: '/me/identities',
    summary: 'Link the provider, with the code that the page was given',
    access: signedIn,
    body: named('NewLinkedIdentity', Shape(Brought)),
    replies: { 201: IdentityView },
    faults: [expired, full, linkedElsewhere, others.rejected, others.providerAway, others.providerBroken],
    async handle(ctx, { body }) {
      const linked = await linkSelf(ctx, body)
      return linked instanceof Refusal ? linked : toIdentityView(linked)
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/identities/:identityId',
    summary: 'Unlink a provider from your account',
    access: recently(signedIn),
    params: Shape({ identityId: Id('oid') }),
    replies: { 204: null },
    faults: [linkMissing, lastWayIn],
    handle: (ctx, { params }) => unlinkSelf(ctx, params.identityId),
  }),
]
