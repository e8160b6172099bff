import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestApp, type TestApp } from '#testing/app.ts'

const usd = (amount: number) => ({ amount, currency: 'USD' })
const percentage = (percent: number) => ({ type: 'percentage', percent })
const PROMOTIONS = '/api/admin/promotions'
const UNKNOWN = 'promo_00000000000000000000000000'

describe('staff and promotions', () => {
  let app: TestApp
  let customer: string
  before(async () => {
    app = await createTestApp()
    const body = { email: 'ann@example.com', password: 'a long enough one', name: 'Ann' }
    customer = (await app.request('POST', '/api/register', { body })).body.token
  })
  after(() => app.close())
  beforeEach(() => void app.takeEvents())

  const ask = (method: string, path: string, init: object = {}) =>
    app.request(method, path, { token: app.owner, ...init })
  const create = async (body: object) => (await ask('POST', PROMOTIONS, { body })).body

  it('refuse everyone without the permission', async () => {
    const effect = percentage(20)
    const routes = [
      ['GET', PROMOTIONS, undefined],
      ['POST', PROMOTIONS, { effect }],
      ['GET', `${PROMOTIONS}/${UNKNOWN}`, undefined],
      ['PATCH', `${PROMOTIONS}/${UNKNOWN}`, { active: false }],
      ['DELETE', `${PROMOTIONS}/${UNKNOWN}`, undefined],
    ] as const
    for (const [method, path, body] of routes) {
      assert.equal((await ask(method, path, { body, token: undefined })).status, 401, `${method} ${path}`)
      const { status, body: problem } = await ask(method, path, { body, token: customer })
      assert.deepEqual([status, problem.code], [403, 'access.forbidden'], `${method} ${path}`)
    }
  })

  it('create a coupon from a code and an effect', async () => {
    const { status, body, headers } = await ask('POST', PROMOTIONS, {
      body: { code: 'save20', effect: percentage(20) },
    })
    assert.equal(status, 201)
    assert.equal(headers.etag, '"1"')
    assert.deepEqual(body, {
      id: body.id,
      code: 'SAVE20',
      title: '20% off',
      effect: { type: 'percentage', percent: 20 },
      minimumSubtotal: null,
      startsAt: null,
      endsAt: null,
      usageLimit: null,
      perCustomerLimit: null,
      appliesTo: null,
      combinable: false,
      active: true,
      uses: 0,
      createdAt: '2026-11-02T09:00:00.000Z',
      updatedAt: '2026-11-02T09:00:00.000Z',
      version: 1,
    })
    assert.deepEqual(app.takeEvents(), ['promotion.created'])
    assert.deepEqual((await ask('GET', `${PROMOTIONS}/${body.id}`)).body, body)
  })

  it('create one promotion for one Idempotency-Key', async () => {
    const sent = { body: { code: 'ONCE', effect: percentage(5) }, key: 'create-once' }
    const first = await ask('POST', PROMOTIONS, sent)
    const again = await ask('POST', PROMOTIONS, sent)
    assert.deepEqual([again.status, again.body], [201, first.body])
    assert.equal(again.headers['idempotent-replayed'], 'true')
    assert.deepEqual(app.takeEvents(), ['promotion.created'])
  })

  it('create a promotion with everything that it can have', async () => {
    const body = {
      code: null,
      title: 'Tea week',
      effect: { type: 'fixed', amount: usd(500) },
      minimumSubtotal: usd(5_000),
      startsAt: '2026-11-27',
      endsAt: '2026-11-30T00:00:00+01:00',
      usageLimit: 100,
      perCustomerLimit: 1,
      appliesTo: { productIds: [], categoryIds: ['cat_00000000000000000000000000'] },
      combinable: true,
      active: false,
    }
    const created = await create(body)
    const { id: _id, uses: _uses, version: _version, createdAt: _created, updatedAt: _at, ...rest } = created
    const times = { startsAt: '2026-11-27T00:00:00.000Z', endsAt: '2026-11-29T23:00:00.000Z' }
    assert.deepEqual(rest, { ...body, ...times })
  })

  it('are told which field cannot be', async () => {
    const effect = percentage(20)
    const refusals: [body: object, status: number, code: string, field: RegExp][] = [
      [{}, 422, 'http.invalid', /effect/],
      [{ effect: percentage(101) }, 422, 'http.invalid', /effect/],
      [{ effect: { type: 'fixed', amount: usd(0) } }, 422, 'http.invalid', /effect/],
      [{ effect, code: 'with space' }, 422, 'http.invalid', /code/],
      [{ effect, code: 'x'.repeat(51) }, 422, 'http.invalid', /code/],
      [{ effect, usageLimit: 0 }, 422, 'http.invalid', /usageLimit/],
      [{ effect, limit: 5 }, 422, 'http.invalid', /limit/],
      [{ effect, startsAt: 'tomorrow' }, 422, 'http.invalid', /startsAt/],
      [{ effect, startsAt: '2026-13-01' }, 422, 'promotions.invalid', /startsAt/],
      [{ effect: percentage(1.23456) }, 422, 'promotions.invalid', /effect\.percent/],
      [
        { effect: { type: 'fixed', amount: { amount: 5, currency: 'EUR' } } },
        422,
        'money.currency_mismatch',
        /effect\.amount\.currency: the shop sells in USD, not in EUR/,
      ],
      [
        { effect, minimumSubtotal: { amount: 5, currency: 'EUR' } },
        422,
        'money.currency_mismatch',
        /minimumSubtotal/,
      ],
    ]
    for (const [body, status, code, field] of refusals) {
      const { body: problem, ...reply } = await ask('POST', PROMOTIONS, { body })
      assert.deepEqual([reply.status, problem.code], [status, code], JSON.stringify(body))
      assert.match(problem.detail, field)
    }
    assert.deepEqual(app.takeEvents(), [])
  })

  it('cannot give one code to two promotions', async () => {
    const holder = await create({ code: 'MINE', effect: percentage(5) })
    const taken = await ask('POST', PROMOTIONS, { body: { code: ' mine', effect: percentage(6) } })
    assert.deepEqual([taken.status, taken.body.code], [409, 'promotions.code_taken'])
    assert.equal(taken.body.promotionId, holder.id)
    const other = await create({ code: 'OTHER', effect: percentage(5) })
    const moved = await ask('PATCH', `${PROMOTIONS}/${other.id}`, { body: { code: 'Mine' } })
    assert.deepEqual([moved.status, moved.body.code], [409, 'promotions.code_taken'])
    assert.equal((await ask('PATCH', `${PROMOTIONS}/${holder.id}`, { body: { code: 'mine' } })).status, 200)
  })

  it('make one promotion when many ask for the same code at once', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () =>
        ask('POST', PROMOTIONS, { body: { code: 'RUSH', effect: percentage(5) } }),
      ),
    )
    const statuses = replies.map((each) => each.status).toSorted()
    assert.deepEqual(statuses, [201, 409, 409, 409, 409, 409, 409, 409])
  })

  it('change what they name, at the version they saw', async () => {
    const { id } = await create({ code: 'CHANGE', effect: percentage(5), usageLimit: 3 })
    app.takeEvents()
    const stale = await ask('PATCH', `${PROMOTIONS}/${id}`, {
      body: { active: false },
      headers: { 'if-match': '"9"' },
    })
    assert.deepEqual([stale.status, stale.body.code], [412, 'http.precondition_failed'])
    const changed = await ask('PATCH', `${PROMOTIONS}/${id}`, {
      body: { usageLimit: null, title: 'Changed' },
      headers: { 'if-match': '"1"' },
    })
    assert.equal(changed.status, 200)
    const { code, usageLimit, title, version } = changed.body
    assert.deepEqual([code, usageLimit, title, version], ['CHANGE', null, 'Changed', 2])
    assert.deepEqual(app.takeEvents(), ['promotion.updated'])
    const invalid = await ask('PATCH', `${PROMOTIONS}/${id}`, { body: {} })
    assert.deepEqual([invalid.status, invalid.body.code], [422, 'http.invalid'])
    const unknown = await ask('PATCH', `${PROMOTIONS}/${id}`, { body: { colour: 'red' } })
    assert.deepEqual([unknown.status, unknown.body.code], [422, 'http.invalid'])
  })

  it('delete a promotion, and its code is free again', async () => {
    const { id } = await create({ code: 'GONE', effect: percentage(5) })
    app.takeEvents()
    const stale = await ask('DELETE', `${PROMOTIONS}/${id}`, { headers: { 'if-match': '"2"' } })
    assert.equal(stale.status, 412)
    const { status, body } = await ask('DELETE', `${PROMOTIONS}/${id}`)
    assert.deepEqual([status, body], [204, ''])
    assert.deepEqual(app.takeEvents(), ['promotion.deleted'])
    assert.equal((await create({ code: 'GONE', effect: percentage(5) })).code, 'GONE')
  })

  it('get 404 for what is not there', async () => {
    for (const [method, body] of [['GET'], ['PATCH', { active: true }], ['DELETE']] as const) {
      const { status, body: problem } = await ask(method, `${PROMOTIONS}/${UNKNOWN}`, { body })
      assert.deepEqual([status, problem.code], [404, 'promotions.missing'], method)
      assert.match(problem.detail, new RegExp(UNKNOWN))
    }
    assert.equal((await ask('GET', `${PROMOTIONS}/nonsense`)).status, 404)
  })

  it('list the newest first, page by page, or the one with a code', async () => {
    app.clock.advance(1_000)
    await create({ code: 'LAST', effect: percentage(5) })
    const first = await ask('GET', `${PROMOTIONS}?limit=1`)
    assert.deepEqual(
      first.body.data.map((each: { code: string }) => each.code),
      ['LAST'],
    )
    const second = await ask('GET', `${PROMOTIONS}?limit=1&after=${first.body.next}`)
    assert.equal(second.body.data.length, 1)
    assert.notEqual(second.body.data[0].id, first.body.data[0].id)
    const found = await ask('GET', `${PROMOTIONS}?code=last`)
    assert.deepEqual(found.body, { data: first.body.data, next: null })
    assert.deepEqual((await ask('GET', `${PROMOTIONS}?code=nobody`)).body, { data: [], next: null })
    assert.equal((await ask('GET', `${PROMOTIONS}?limit=101`)).status, 400)
  })

  it('may have so many automatic promotions and no more', async () => {
    const last = []
    for (let n = 0; n < 50; n++) last.push(await create({ title: `Sale ${n}`, effect: percentage(1) }))
    const refused = await ask('POST', PROMOTIONS, { body: { effect: percentage(1) } })
    assert.deepEqual([refused.status, refused.body.code], [409, 'promotions.too_many_automatic'])
    const idle = await create({ effect: percentage(1), active: false })
    assert.equal((await ask('PATCH', `${PROMOTIONS}/${idle.id}`, { body: { active: true } })).status, 409)
    assert.equal(
      (await ask('PATCH', `${PROMOTIONS}/${last[0].id}`, { body: { title: 'Still here' } })).status,
      200,
    )
    await ask('DELETE', `${PROMOTIONS}/${last[0].id}`)
    assert.equal((await ask('PATCH', `${PROMOTIONS}/${idle.id}`, { body: { active: true } })).status, 200)
  })

  it('keep the currency of the shop while a promotion has an amount in it', async () => {
    await create({ code: 'FIVER', effect: { type: 'fixed', amount: usd(500) } })
    const refused = await app.request('PATCH', '/api/admin/settings', {
      token: app.owner,
      body: { currency: 'EUR' },
    })
    assert.deepEqual([refused.status, refused.body.usedBy], [409, 'promotions'])
  })
})
