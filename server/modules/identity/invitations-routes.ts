import { anyone, permitted, recently } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { Refusal, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Id, Line, named, PageOf, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { type Invitation, openInvitations } from './invitation.ts'
import { invite, withdrawInvitation } from './invitations.ts'
import { NewPassword, weakPassword } from './passwords.ts'
import { RoleRef } from './roles-routes.ts'
import { staffFaults } from './staff-faults.ts'
import { identityFaults, TypedEmail } from './user.ts'
import { CookieWish, SignedInView, toSignedIn } from './views.ts'

const InvitationView = named(
  'Invitation',
  Shape({
    id: Id('inv'),
    email: Type.String(),
    role: Type.String(),
    inviterId: Type.String({ description: 'Who sent it' }),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    version: Type.Integer(),
  }),
)

const Acceptance = named(
  'InvitationAcceptance',
  Shape({
    token: Type.String({ minLength: 1, maxLength: 100, description: 'What the link has behind `token=`' }),
    name: Type.Optional(Line()),
    password: Type.Optional(NewPassword),
    cookie: CookieWish,
  }),
)

export const invitationsRoutes = [
  route({
    method: 'POST',
    path: '/admin/invitations',
    summary: 'Invite somebody to the staff, by mail',
    description:
      'The link in the mail works once, for seven days. The role may allow what you may do, no more.',
    access: recently(permitted('staff:write')),
    body: named('NewInvitation', Shape({ email: TypedEmail, role: RoleRef })),
    replies: { 201: InvitationView },
    faults: [
      staffFaults.unknownRole,
      staffFaults.beyondYours,
      staffFaults.alreadyStaff,
      staffFaults.alreadyInvited,
      staffFaults.tooManyInvitations,
    ],
    handle: async (ctx, { body }) => toView(await invite(ctx, body)),
  }),
  route({
    method: 'GET',
    path: '/admin/invitations',
    summary: 'List the invitations that are still open, the newest first',
    access: permitted('staff:read'),
    replies: { 200: PageOf(InvitationView) },
    handle: async (ctx) => ({ data: (await openInvitations(ctx)).map(toView), next: null }),
  }),
  route({
    method: 'DELETE',
    path: '/admin/invitations/:invitationId',
    summary: 'Withdraw an invitation: its link is worth nothing from here on',
    access: permitted('staff:write'),
    params: Shape({ invitationId: Id('inv') }),
    replies: { 204: null },
    faults: [staffFaults.invitationMissing],
    handle: (ctx, { params: { invitationId } }) => withdrawInvitation(ctx, invitationId),
  }),
  route({
    method: 'POST',
    path: '/invitations/acceptance',
    summary: 'Accept an invitation to the staff, and sign in',
    description:
      'Makes the account of the invited address; `name` and `password` are for that, and without a password it is ' +
      'opened by links that are mailed. A customer whose address is verified keeps their account as it is, and gets the role.',
    access: anyone,
    rate: 'signIn',
    body: Acceptance,
    replies: { 201: SignedInView },
    faults: [
      identityFaults.linkInvalid,
      identityFaults.secondFactorNeeded,
      staffFaults.alreadyStaff,
      weakPassword,
      httpFaults.busy,
    ],
    async handle(ctx, { body }) {
      const result = await acceptInvitation(ctx, body)
      return result instanceof Refusal ? result : toSignedIn(ctx, result)
    },
  }),
]

const toView = ({ id, email, role, inviterId, ...at }: Invitation): Static<typeof InvitationView> => ({
  id,
  email,
  role,
  inviterId,
  createdAt: toTimestamp(at.createdAt),
  expiresAt: toTimestamp(at.expiresAt),
  version: at.revision,
})
