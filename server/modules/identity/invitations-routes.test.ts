import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { DAY_MS } from '#kernel/clock.ts'
import { createTestApp, type Loose, type TestApp } from '#testing/app.ts'
import { allOf, atOnce, countReplies } from '#testing/races.ts'
import { until } from '#testing/until.ts'
import { mailbox } from '../notifications/mailbox.ts'
import { INVITATION_MS, invitations, purgeInvitations } from './invitation.ts'
import { aPerson, mailedToken } from './staff.fixture.ts'
import { INVITATIONS_MAX } from './staff-faults.ts'
import { TICKET_MS } from './tickets.ts'

let app: TestApp
let owner: string

before(async () => {
  app = await createTestApp()
  owner = app.owner
  await app.start()
  app.takeEvents()
})
after(() => app.close())

const invite = (body: object, token = owner) => app.request('POST', '/api/admin/invitations', { token, body })
const accept = (body: object) => app.request('POST', '/api/invitations/acceptance', { body })
const list = async (): Promise<Loose[]> =>
  (await app.request('GET', '/api/admin/invitations', { token: owner })).body.data
const withdraw = (id: string) => app.request('DELETE', `/api/admin/invitations/${id}`, { token: owner })

let guests = 0
const anAddress = () => `guest${++guests}@example.com`

/** Answers the token of the mail. */
async function invited(role = 'support', email = anAddress()): Promise<{ email: string; token: string }> {
  const sent = await invite({ email, role })
  assert.equal(sent.status, 201)
  return { email, token: await mailedToken(app, email) }
}

test('who is invited gets a mail, and by its link an account with the role', async () => {
  const email = 'Dana@Example.com'
  const { status, body } = await invite({ email, role: 'support' })
  assert.equal(status, 201)
  assert.deepEqual(body, {
    id: body.id,
    email: 'dana@example.com',
    role: 'support',
    inviterId: body.inviterId,
    createdAt: '2026-11-02T09:00:00.000Z',
    expiresAt: '2026-11-09T09:00:00.000Z',
    version: 1,
  })
  assert.deepEqual(await list(), [body])
  const token = await mailedToken(app, email)
  assert.match(token, /^mtk_/)
  const [mail] = (await app.request('GET', '/api/admin/mailbox?to=dana@example.com', { token: owner })).body
    .data
  assert.equal(mail.subject, 'Owner invites you to Marketsquare')
  assert.match(mail.text, /Owner invites you to work with them as Support\./)
  assert.ok(mail.text.includes(`/admin/invitation?token=${token}`))
  assert.ok(mail.html.includes(`/admin/invitation?token=${token}`))
  assert.deepEqual(app.takeEvents(), ['invitation.sent'])

  const joined = await accept({ token, name: 'Dana', password: 'a long pass phrase' })
  assert.equal(joined.status, 201)
  const { user } = joined.body
  assert.deepEqual(
    [user.email, user.emailVerified, user.name, user.role],
    ['dana@example.com', true, 'Dana', 'support'],
  )
  assert.equal((await app.request('GET', '/api/admin/orders', { token: joined.body.token })).status, 200)
  assert.deepEqual(await list(), [])
  assert.deepEqual(app.takeEvents(), ['user.registered', 'user.email-verified', 'invitation.accepted'])
  const login = { email, password: 'a long pass phrase' }
  assert.equal((await app.request('POST', '/api/login', { body: login })).status, 200)
  const again = await accept({ token })
  assert.deepEqual([again.status, again.body.code], [401, 'identity.link_invalid'])
})

test('the token lies neither in a task nor in an event, and a link lives as long as its invitation', async () => {
  const { token } = await invited()
  assert.ok(!JSON.stringify(app.events).includes(token))
  assert.equal(TICKET_MS.invitation, INVITATION_MS)
})

test('a customer who proved the address keeps their account, and their password', async () => {
  const ann = await aPerson(app)
  const { token } = await invited('fulfilment', ann.email)
  app.takeEvents()
  const joined = await accept({ token, name: 'Somebody else', password: 'a long pass phrase' })
  assert.equal(joined.status, 201)
  assert.deepEqual(
    [joined.body.user.id, joined.body.user.name, joined.body.user.role],
    [ann.id, 'Ann', 'fulfilment'],
  )
  assert.equal((await app.request('GET', '/api/me', { token: ann.token })).body.role, 'fulfilment')
  const login = { email: ann.email, password: 'a long pass phrase' }
  assert.equal((await app.request('POST', '/api/login', { body: login })).status, 401)
  assert.deepEqual(app.takeEvents().sort(), ['invitation.accepted', 'user.updated'])
})

test('who registered with an address that is not theirs gets no part of the role', async () => {
  const email = anAddress()
  const squat = { email, password: 'the squatter’s own words', name: 'Mallory' }
  const squatter = (await app.request('POST', '/api/register', { body: squat })).body
  const sent = await invite({ email, role: 'manager' })
  assert.equal(sent.status, 201)
  await until('both mails are there', async () => (await mailsTo(email)).length === 2)
  const token = (await mailsTo(email)).find(({ kind }) => kind === 'staff-invitation').told.token
  const joined = await accept({ token, password: 'the owner’s own words' })
  assert.equal(joined.status, 201)
  assert.notEqual(joined.body.user.id, squatter.user.id)
  const seen = (await app.request('GET', '/api/me', { token: squatter.token })).body
  assert.deepEqual([seen.role, seen.emailVerified], ['customer', false])
  const signIn = async (password: string) =>
    (await app.request('POST', '/api/login', { body: { email, password } })).body.user?.role
  assert.equal(await signIn('the owner’s own words'), 'manager')
  assert.equal(await signIn(squat.password), 'customer')
})

const mailsTo = async (email: string): Promise<Loose[]> =>
  (await allOf<Loose>(app, mailbox)).filter(({ inbox }) => inbox === email)

test('with a cookie the token goes into the cookie', async () => {
  const { token } = await invited()
  const { body, headers } = await accept({ token, cookie: true })
  assert.equal(body.token, undefined)
  assert.match(String(headers['set-cookie']), /HttpOnly; Secure; SameSite=Lax/)
})

test('an invitation is accepted once, however many try at once', async () => {
  const { token } = await invited()
  const replies = await atOnce(8, () => accept({ token }))
  const [first, ...others] = replies.map(({ status }) => status).sort()
  assert.equal(first, 201)
  // Whoever read the invitation before it was accepted, and the accounts after, finds the address taken.
  assert.ok(
    others.every((status) => status === 401 || status === 409),
    JSON.stringify(countReplies(replies)),
  )
})

test('a withdrawn invitation is worth nothing', async () => {
  const { email, token } = await invited()
  const { id } = (await list()).find((each) => each.email === email)
  assert.equal((await withdraw(id)).status, 204)
  assert.equal((await accept({ token })).status, 401)
  assert.deepEqual([(await withdraw(id)).status, (await withdraw('x')).status], [404, 404])
  assert.ok(app.takeEvents().includes('invitation.withdrawn'))
})

test('an invitation is off once its sender may not give the role any more', async () => {
  const sender = await aPerson(app, 'owner')
  const email = anAddress()
  assert.equal((await invite({ email, role: 'manager' }, sender.token)).status, 201)
  const token = await mailedToken(app, email)
  const demote = { token: owner, body: { role: 'support' } }
  assert.equal((await app.request('PATCH', `/api/admin/users/${sender.id}`, demote)).status, 200)
  const { status, body } = await accept({ token })
  assert.deepEqual([status, body.code], [401, 'identity.link_invalid'])
})

test('what is wrong with an invitation is told', async () => {
  const cases: [object, number, string][] = [
    [{ email: 'nowhere', role: 'support' }, 422, 'http.invalid'],
    [{ email: anAddress() }, 422, 'http.invalid'],
    [{ email: anAddress(), role: 'emperor' }, 422, 'staff.unknown_role'],
    [{ email: anAddress(), role: 'customer' }, 422, 'staff.unknown_role'],
    [{ email: 'owner@example.com', role: 'support' }, 409, 'staff.already_staff'],
  ]
  for (const [body, status, code] of cases) {
    const refused = await invite(body)
    assert.deepEqual([refused.status, refused.body.code], [status, code])
  }
  const email = anAddress()
  await invite({ email, role: 'support' })
  const twice = await invite({ email: email.toUpperCase(), role: 'support' })
  assert.deepEqual([twice.status, twice.body.code], [409, 'staff.already_invited'])
  for (const token of ['mtk_00000000000000000000000000000000', 'x'])
    assert.equal((await accept({ token })).status, 401)
  assert.equal((await accept({ token: '' })).status, 422)
})

test('a weak password is refused, and the link still works', async () => {
  const { email, token } = await invited()
  assert.equal((await accept({ token, password: email })).status, 422)
  assert.equal((await accept({ token })).status, 201)
})

test('nobody invites to more than they may do themselves, nor long after they proved who they are', async () => {
  const body = { name: 'Recruiter', permissions: ['staff:write', 'catalog:read'] }
  const role = (await app.request('POST', '/api/admin/roles', { token: owner, body })).body
  const { token } = await aPerson(app, role.id)
  const refused = await invite({ email: anAddress(), role: 'support' }, token)
  assert.deepEqual([refused.status, refused.body.code], [403, 'staff.beyond_yours'])
  assert.equal((await invite({ email: anAddress(), role: role.id }, token)).status, 201)
  app.clock.advance(16 * 60_000)
  assert.equal(
    (await invite({ email: anAddress(), role: role.id }, token)).body.code,
    'access.step_up_needed',
  )
  owner = (await aPerson(app, 'owner')).token
})

test('after seven days an invitation is over, and makes room', async () => {
  const { email, token } = await invited()
  app.clock.advance(INVITATION_MS)
  owner = (await aPerson(app, 'owner')).token
  assert.equal((await accept({ token })).status, 401)
  assert.deepEqual(await list(), [])
  assert.equal((await invite({ email, role: 'support' })).status, 201)
  app.clock.advance(INVITATION_MS + DAY_MS)
  await app.run(purgeInvitations.handle)
  assert.deepEqual(await allOf(app, invitations), [])
  owner = (await aPerson(app, 'owner')).token
})

test('there is an end to open invitations, however many are sent at once', async () => {
  await app.run(async (ctx) => {
    const at = { createdAt: ctx.now, expiresAt: ctx.now + DAY_MS, inviterId: 'user_x', revision: 0 }
    for (let count = 0; count < INVITATIONS_MAX - 2; count++) {
      ctx.save(invitations, { id: `inv_${count}`, email: anAddress(), role: 'support', ...at })
    }
  })
  const replies = await atOnce(6, () => invite({ email: anAddress(), role: 'support' }))
  assert.deepEqual(countReplies(replies), { '201': 2, '409 staff.too_many_invitations': 4 })
})
