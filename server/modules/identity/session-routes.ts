import { signedIn } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { Refusal, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { named, PageOf, Shape, Timestamp, Type } from '#kernel/schema.ts'
import { tooManyAttempts } from './attempts-guard.ts'
import { endOtherSessions, endSession, listSessions, SessionId, SessionView } from './own-sessions.ts'
import { PASSWORD_CHARS_MAX } from './passwords.ts'
import { proveAgain } from './step-up.ts'
import { identityFaults } from './user.ts'

const Proof = named(
  'Proof',
  Type.Union([
    Shape({ password: Type.String({ minLength: 1, maxLength: PASSWORD_CHARS_MAX }) }),
    Shape({
      code: Type.String({ minLength: 1, maxLength: 40, description: 'Of the second factor' }),
    }),
  ]),
)

const Proved = named(
  'Proved',
  Shape({
    authenticatedAt: Timestamp,
    until: Type.String({ description: 'For how long it counts for what is dangerous; RFC 3339 time, UTC' }),
  }),
)

export const sessionRoutes = [
  route({
    method: 'GET',
    path: '/me/sessions',
    summary: 'List where you are signed in, the newest first',
    access: signedIn,
    replies: { 200: PageOf(SessionView) },
    handle: listSessions,
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions',
    summary: 'Sign out everywhere else',
    access: signedIn,
    replies: { 204: null },
    handle: endOtherSessions,
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions/:sessionId',
    summary: 'End one of your sessions',
    access: signedIn,
    params: Shape({ sessionId: SessionId }),
    replies: { 204: null },
    faults: [identityFaults.sessionMissing],
    handle: (ctx, { params }) => endSession(ctx, params.sessionId),
  }),
  route({
    method: 'POST',
    path: '/me/authentication',
    summary: 'Prove once more who you are, for what is dangerous',
    description:
      'By your password, or by a code of your second factor. Counts for 15 minutes, for this session.',
    access: signedIn,
    rate: 'signIn',
    body: Proof,
    replies: { 200: Proved },
    faults: [identityFaults.wrongProof, tooManyAttempts, httpFaults.busy],
    async handle(ctx, { body }) {
      const proved = await proveAgain(ctx, body)
      if (proved instanceof Refusal) return proved
      return { authenticatedAt: toTimestamp(proved.authenticatedAt), until: toTimestamp(proved.until) }
    },
  }),
]
