import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TOTP, URI } from 'otpauth'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { allOf, atOnce } from '#testing/races.ts'
import { secondFactors } from './collections.ts'
import { aPerson, auditOf, login, mailsTo, openShop, type Person, type Shop } from './over-http.fixture.ts'

const STEP_MS = 30 * SECOND_MS

/** What an app shows, with its clock off by so many steps. */
const showing = ({ app }: Shop, secret: string, steps = 0): string =>
  new TOTP({ secret }).generate({ timestamp: app.clock.now() + steps * STEP_MS })

const wrongCode = (shop: Shop, secret: string): string => {
  const near = [-1, 0, 1].map((steps) => showing(shop, secret, steps))
  return ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code)) ?? ''
}

async function withTotp(shop: Shop): Promise<{ person: Person; secret: string; recoveryCodes: string[] }> {
  const person = await aPerson(shop)
  const { token } = person
  const { secret } = (await shop.ask('POST', '/api/me/second-factor/totp', { token })).body
  const { body } = await shop.ask('POST', '/api/me/second-factor/totp/confirmation', {
    token,
    body: { code: showing(shop, secret) },
  })
  shop.app.clock.advance(STEP_MS)
  return { person, secret, recoveryCodes: body.recoveryCodes }
}

async function challengeOf(shop: Shop, person: Person): Promise<string> {
  const { status, body } = await login(shop, person)
  assert.deepEqual([status, body.code], [401, 'identity.second_factor_needed'])
  assert.deepEqual(body.methods, ['totp'])
  return body.challenge
}

const answer = (shop: Shop, challenge: string, code: string) =>
  shop.ask('POST', '/api/login/second-factor', { body: { challenge, code } })

const answerOf = async (shop: Shop, person: Person, code: string) =>
  answer(shop, await challengeOf(shop, person), code)

test('an app is set up, asked for at the next sign-in, and turned off again', async (t) => {
  const shop = await openShop(t)
  const { ask } = shop
  const person = await aPerson(shop)
  const { token, email } = person
  const none = await ask('GET', '/api/me/second-factor', { token })
  assert.deepEqual(none.body, { totp: null, recoveryCodesLeft: 0 })

  const begun = await ask('POST', '/api/me/second-factor/totp', { token })
  assert.equal(begun.status, 201)
  const { secret, uri } = begun.body
  assert.match(secret, /^[A-Z2-7]{32}$/)
  const shown = URI.parse(uri)
  assert.deepEqual([shown.issuer, shown.label, shown.secret.base32], ['Marketsquare', email, secret])
  assert.equal((await login(shop, person)).status, 200, 'what is not confirmed is not asked for')

  const code = showing(shop, secret)
  const confirmed = await ask('POST', '/api/me/second-factor/totp/confirmation', { token, body: { code } })
  assert.equal(confirmed.status, 200)
  assert.equal(new Set(confirmed.body.recoveryCodes).size, 10)
  for (const each of confirmed.body.recoveryCodes)
    assert.match(each, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/)
  const on = await ask('GET', '/api/me/second-factor', { token })
  assert.deepEqual(on.body, { totp: { confirmedAt: '2026-11-02T09:00:00.000Z' }, recoveryCodesLeft: 10 })

  const used = await answerOf(shop, person, code)
  assert.deepEqual([used.status, used.body.code], [401, 'identity.wrong_code'])
  shop.app.clock.advance(STEP_MS)
  const right = await answerOf(shop, person, showing(shop, secret).replace(/^.../, '$& '))
  assert.deepEqual([right.status, right.body.user.id], [200, person.id])

  assert.equal((await ask('DELETE', '/api/me/second-factor/totp', { token })).status, 204)
  assert.equal((await login(shop, person)).status, 200)
  assert.deepEqual(await mailsTo(shop, email, 'second-factor-disabled'), [
    'second-factor-enabled',
    'second-factor-disabled',
  ])
  const log = await auditOf(shop, person)
  assert.deepEqual(
    log.filter((action) => action.startsWith('second-factor.')),
    ['second-factor.enabled', 'second-factor.disabled'],
  )
  const gone = await ask('DELETE', '/api/me/second-factor/totp', { token })
  assert.deepEqual([gone.status, gone.body.code], [404, 'second_factor.missing'])
})

test('neither the secret nor a recovery code lies readable in the store', async (t) => {
  const shop = await openShop(t)
  const { secret, recoveryCodes } = await withTotp(shop)
  const stored = JSON.stringify([await allOf(shop.app, secondFactors), shop.app.events])
  for (const hidden of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))]) {
    assert.ok(!stored.includes(hidden))
  }
})

test('setting up, turning off and new recovery codes take a fresh proof', async (t) => {
  const shop = await openShop(t)
  const { person } = await withTotp(shop)
  const { token } = person
  shop.app.clock.advance(16 * MINUTE_MS)
  for (const [method, path] of [
    ['POST', '/api/me/second-factor/totp'],
    ['DELETE', '/api/me/second-factor/totp'],
    ['POST', '/api/me/second-factor/recovery-codes'],
  ] as const) {
    const refused = await shop.ask(method, path, { token })
    assert.deepEqual([refused.status, refused.body.code], [403, 'access.step_up_needed'])
    assert.equal((await shop.ask(method, path)).status, 401)
  }
})

test('an app is confirmed within 15 minutes and five codes, or begun anew', async (t) => {
  const shop = await openShop(t)
  const { token } = await aPerson(shop)
  const begin = async () => (await shop.ask('POST', '/api/me/second-factor/totp', { token })).body.secret
  const confirm = async (code: string) => {
    const body = { code }
    const reply = await shop.ask('POST', '/api/me/second-factor/totp/confirmation', { token, body })
    return `${reply.status} ${reply.body.code}`
  }
  assert.equal(await confirm('123456'), '409 second_factor.not_begun')
  const first = await begin()
  for (let tries = 0; tries < 5; tries++) {
    assert.equal(await confirm(wrongCode(shop, first)), '422 second_factor.wrong_code')
  }
  assert.equal(await confirm(showing(shop, first)), '409 second_factor.not_begun')
  const second = await begin()
  shop.app.clock.advance(14 * MINUTE_MS)
  const third = await begin()
  assert.equal(await confirm(showing(shop, second)), '422 second_factor.wrong_code')
  shop.app.clock.advance(15 * MINUTE_MS)
  assert.equal(await confirm(showing(shop, third)), '409 second_factor.not_begun')
})

test('a second app takes the place of the first once it is confirmed, and its recovery codes too', async (t) => {
  const shop = await openShop(t)
  const { person, secret, recoveryCodes } = await withTotp(shop)
  const { token } = person
  const next = (await shop.ask('POST', '/api/me/second-factor/totp', { token })).body.secret
  assert.equal((await answerOf(shop, person, showing(shop, secret))).status, 200)
  const body = { code: showing(shop, next) }
  await shop.ask('POST', '/api/me/second-factor/totp/confirmation', { token, body })
  shop.app.clock.advance(STEP_MS)
  assert.equal((await answerOf(shop, person, showing(shop, secret))).status, 401)
  assert.equal((await answerOf(shop, person, recoveryCodes[0] ?? '')).status, 401)
  assert.equal((await answerOf(shop, person, showing(shop, next))).status, 200)
})

test('an app whose clock is off by one step is understood, by two it is not', async (t) => {
  const shop = await openShop(t)
  const { person, secret } = await withTotp(shop)
  const off = async (steps: number) => (await answerOf(shop, person, showing(shop, secret, steps))).status
  shop.app.clock.advance(10 * STEP_MS)
  assert.deepEqual([await off(-2), await off(2)], [401, 401])
  assert.equal(await off(-1), 200)
  assert.equal(await off(0), 200)
  assert.equal(await off(1), 200)
  assert.deepEqual([await off(1), await off(0)], [401, 401], 'no step is taken twice, nor one before it')
})

test('of many who bring the same code at once, one comes in', async (t) => {
  const shop = await openShop(t)
  const { person, secret, recoveryCodes } = await withTotp(shop)
  for (const code of [showing(shop, secret), recoveryCodes[0] ?? '']) {
    const challenges = await atOnce(5, () => challengeOf(shop, person))
    const replies = await Promise.all(challenges.map((challenge) => answer(shop, challenge, code)))
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 401, 401, 401, 401])
  }
  const one = await challengeOf(shop, person)
  shop.app.clock.advance(STEP_MS)
  const again = await atOnce(5, () => answer(shop, one, showing(shop, secret)))
  assert.deepEqual(again.map(({ status }) => status).sort(), [200, 401, 401, 401, 401])
})

test('a recovery code opens the account once, however it is typed', async (t) => {
  const shop = await openShop(t)
  const { person, recoveryCodes } = await withTotp(shop)
  const [first = '', second = ''] = recoveryCodes
  const typed = ` ${first.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
  assert.equal((await answerOf(shop, person, typed)).status, 200)
  assert.equal((await answerOf(shop, person, first)).status, 401)
  assert.equal((await answerOf(shop, person, second)).status, 200)
  const { body } = await shop.ask('GET', '/api/me/second-factor', { token: person.token })
  assert.equal(body.recoveryCodesLeft, 8)
  await mailsTo(shop, person.email, 'recovery-code-used')
  const log = await auditOf(shop, person)
  assert.equal(log.filter((action) => action === 'second-factor.recovery-code-used').length, 2)
})

test("new recovery codes take the old ones' place", async (t) => {
  const shop = await openShop(t)
  const { person, recoveryCodes } = await withTotp(shop)
  const { token, email } = person
  const fresh = await shop.ask('POST', '/api/me/second-factor/recovery-codes', { token })
  assert.deepEqual([fresh.status, fresh.body.recoveryCodes.length], [201, 10])
  assert.equal((await answerOf(shop, person, recoveryCodes[0] ?? '')).status, 401)
  assert.equal((await answerOf(shop, person, fresh.body.recoveryCodes[0])).status, 200)
  assert.ok((await mailsTo(shop, email, 'recovery-codes-replaced')).includes('recovery-codes-replaced'))
  const nobody = await aPerson(shop)
  const none = await shop.ask('POST', '/api/me/second-factor/recovery-codes', { token: nobody.token })
  assert.deepEqual([none.status, none.body.code], [404, 'second_factor.missing'])
})

test('a challenge dies after five wrong codes', async (t) => {
  const shop = await openShop(t)
  const { person, secret } = await withTotp(shop)
  const challenge = await challengeOf(shop, person)
  for (let tries = 0; tries < 5; tries++) {
    const { body } = await answer(shop, challenge, 'not a code')
    assert.equal(body.code, 'identity.wrong_code')
  }
  const { status, body } = await answer(shop, challenge, showing(shop, secret))
  assert.deepEqual([status, body.code], [401, 'identity.link_invalid'])
})

test('wrong codes over many challenges make longer and longer pauses, which a recovery code ends', async (t) => {
  const shop = await openShop(t)
  const { person, secret, recoveryCodes } = await withTotp(shop)
  const guess = () => answerOf(shop, person, wrongCode(shop, secret))
  for (let tries = 0; tries < 5; tries++) assert.equal((await guess()).status, 401)

  const pauses: number[] = []
  for (let round = 0; round < 9; round++) {
    const { status, body, headers } = await guess()
    assert.deepEqual([status, body.code], [429, 'http.too_many'])
    assert.equal(headers.get('retry-after'), String(body.retryAfterSeconds))
    pauses.push(body.retryAfterSeconds)
    const right = await answerOf(shop, person, showing(shop, secret))
    assert.equal(right.status, 429, 'a right code is not looked at either')
    shop.app.clock.advance(body.retryAfterSeconds * SECOND_MS)
    assert.equal((await guess()).status, 401)
  }
  assert.deepEqual(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
  await mailsTo(shop, person.email, 'second-factor-guessed')
  assert.ok((await auditOf(shop, person)).includes('second-factor.guessed'))

  assert.equal((await answerOf(shop, person, recoveryCodes[0] ?? '')).status, 200)
  assert.equal((await answerOf(shop, person, showing(shop, secret))).status, 200)
})

test('many guesses at once count one by one', async (t) => {
  const shop = await openShop(t)
  const { person, secret } = await withTotp(shop)
  const challenges: string[] = []
  for (let at = 0; at < 5; at++) challenges.push(await challengeOf(shop, person))
  const code = wrongCode(shop, secret)
  const replies = await atOnce(20, (at) => answer(shop, challenges[at % 5] ?? '', code))
  assert.equal(replies.filter(({ body }) => body.code === 'identity.wrong_code').length, 5)
  assert.equal(replies.filter(({ status }) => status === 429).length, 15)
})

test('another key of the configuration opens what was sealed before, and seals it anew when it is used', async (t) => {
  const shop = await openShop(t)
  const { person, secret } = await withTotp(shop)
  const sealedBefore = await sealedOf(shop)
  const { createVault, vault } = await import('./vault.ts')
  const { vaultKeys } = await import('./collections.ts')
  const [stored] = await allOf<{ id: string; revision: number; key: string }>(shop.app, vaultKeys)
  shop.app.ports.fill(vault, createVault(['k'.repeat(43), stored?.key ?? '']))
  assert.equal((await answerOf(shop, person, showing(shop, secret))).status, 200)
  const sealed = await sealedOf(shop)
  assert.notEqual(sealed.split('.')[0], sealedBefore.split('.')[0])
  shop.app.clock.advance(DAY_MS)
  shop.app.ports.fill(vault, createVault(['k'.repeat(43)]))
  assert.equal((await answerOf(shop, person, showing(shop, secret))).status, 200)
})

async function sealedOf({ app }: Shop): Promise<string> {
  const [factors] = await allOf<{ id: string; revision: number; totp: { sealed: string } }>(
    app,
    secondFactors,
  )
  return factors?.totp.sealed ?? ''
}
