import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, suite, test } from 'node:test'
import { createCtx, systemCaller } from '#context'
import { DAY_MS } from '#kernel/clock.ts'
import { newId } from '#kernel/id.ts'
import { createPorts } from '#kernel/port.ts'
import { KEPT_MS, purgeReplies } from './idempotency.ts'
import { type Ask, createToyApp, type ToyApp } from './toy-app.fixture.ts'
import { notes } from './toy-routes.fixture.ts'

const kinds = ['sealed', 'plain'] as const

let app: ToyApp
let key: string
let noteId: string

const write = (text: string, ask: Ask = {}) => app.ask('POST', '/api/notes', { body: { text }, key, ...ask })
/** Makes a new note each time it really runs. */
const copy = (ask: Ask = {}) => app.ask('POST', `/api/notes/${noteId}/copies`, { key, ...ask })

/** How many notes the work leaves. */
async function notesFrom(work: () => Promise<unknown>): Promise<number> {
  const before = await app.count()
  await work()
  return (await app.count()) - before
}

for (const keptReply of kinds) {
  suite(`with replies that are kept ${keptReply}`, () => {
    before(async () => {
      app = await createToyApp({ keptReply })
    })
    after(() => app.close())
    beforeEach(async () => {
      key = newId('key')
      noteId = (await app.ask('POST', '/api/notes', { body: { text: newId('text') } })).body.id
    })

    suite('the same request with the same key', () => {
      test('gets the same reply, status and headers too, and has one effect', async () => {
        const effect = await notesFrom(async () => {
          const first = await write('same')
          assert.equal(first.status, 201)
          assert.equal(first.headers['idempotent-replayed'], undefined)
          const again = await write('same')
          assert.deepEqual([again.status, again.body], [201, first.body])
          for (const name of ['location', 'etag', 'content-type'])
            assert.equal(again.headers[name], first.headers[name])
          assert.equal(again.headers['idempotent-replayed'], 'true')
          assert.notEqual(again.headers['x-request-id'], first.headers['x-request-id'])
        })
        assert.equal(effect, 1)
      })

      test('is answered as it was even when the world has moved on', async () => {
        const first = await copy({ headers: { 'if-match': '"1"' } })
        assert.equal(first.status, 201)
        await app.ask('PUT', `/api/notes/${noteId}`, { body: { text: newId('text') } })
        await app.ask('DELETE', `/api/notes/${first.body.id}`)
        const again = await copy({ headers: { 'if-match': '"1"' } })
        assert.deepEqual([again.status, again.body], [201, first.body])
      })

      test('sent fifty times at once has one effect', async () => {
        const effect = await notesFrom(async () => {
          const answers = await Promise.all(Array.from({ length: 50 }, () => copy()))
          const made = answers.filter(({ status }) => status === 201)
          assert.ok(made.length >= 1)
          assert.equal(new Set(made.map(({ body }) => body.id)).size, 1)
          const waiting = answers.filter(({ status }) => status !== 201)
          assert.ok(
            waiting.every(({ status, body }) => status === 409 && body.code === 'idempotency.in_flight'),
          )
          assert.deepEqual((await copy()).body, made[0]?.body)
        })
        assert.equal(effect, 1)
      })

      test('is told to wait while the first is under way', async () => {
        const gate = app.hold('before write')
        const first = write('slowly')
        await gate.reached
        const second = await write('slowly')
        assert.deepEqual([second.status, second.body.code], [409, 'idempotency.in_flight'])
        gate.open()
        assert.equal((await first).status, 201)
        assert.equal((await write('slowly')).headers['idempotent-replayed'], 'true')
      })

      test('at two processes at once has one effect, and both answer it', async () => {
        const other = await createToyApp({ keptReply }, app)
        try {
          const effect = await notesFrom(async () => {
            const gate = app.hold('before write')
            const mine = write('twice')
            await gate.reached
            const theirs = await other.ask('POST', '/api/notes', { body: { text: 'twice' }, key })
            assert.equal(theirs.status, 201)
            gate.open()
            assert.deepEqual((await mine).body, theirs.body)
            assert.equal((await mine).headers['idempotent-replayed'], 'true')
          })
          assert.equal(effect, 1)
        } finally {
          await other.close()
        }
      })

      test('a day later is a new request', async () => {
        assert.equal(KEPT_MS, DAY_MS)
        const first = await copy()
        app.clock.advance(DAY_MS - 1)
        assert.deepEqual((await copy()).body, first.body)
        app.clock.advance(1)
        const anew = await copy()
        assert.equal(anew.status, 201)
        assert.notEqual(anew.body.id, first.body.id)
        assert.deepEqual((await copy()).body, anew.body)
      })
    })

    suite('the same key', () => {
      test('with another body is refused, and nothing is done', async () => {
        await write('one')
        const effect = await notesFrom(async () => {
          const { status, body } = await write('two')
          assert.deepEqual([status, body.code], [422, 'idempotency.reused'])
        })
        assert.equal(effect, 0)
      })

      test('at another address is another request', async () => {
        const effect = await notesFrom(async () => {
          await copy()
          assert.equal((await write(newId('text'))).headers['idempotent-replayed'], undefined)
        })
        assert.equal(effect, 2)
      })

      test('of another caller is another key', async () => {
        const callers: Ask[] = [{}, { token: 'alice-token' }, { token: 'bob-token' }]
        const effect = await notesFrom(async () => {
          for (const caller of callers) {
            assert.equal((await copy(caller)).headers['idempotent-replayed'], undefined)
            assert.equal((await copy(caller)).headers['idempotent-replayed'], 'true')
          }
        })
        assert.equal(effect, 3)
      })

      test('of a guest elsewhere is another key, unless the address names what only the guest knows', async () => {
        const proxied = await createToyApp({ keptReply, trustProxy: true }, app)
        const from = (address: string) => ({ key, headers: { 'x-forwarded-for': address } })
        try {
          const text = newId('text')
          await proxied.ask('POST', '/api/notes', { body: { text }, ...from('192.0.2.1') })
          const elsewhere = await proxied.ask('POST', '/api/notes', { body: { text }, ...from('192.0.2.2') })
          assert.deepEqual([elsewhere.status, elsewhere.body.code], [409, 'note.taken'])

          await proxied.ask('POST', `/api/notes/${noteId}/copies`, from('192.0.2.1'))
          const moved = await proxied.ask('POST', `/api/notes/${noteId}/copies`, from('192.0.2.2'))
          assert.equal(moved.headers['idempotent-replayed'], 'true')
        } finally {
          await proxied.close()
        }
      })

      test('must be a key', async () => {
        for (const wrong of ['', ' ', 'a b', 'a'.repeat(256), 'schlüssel', 'a, b']) {
          const { status, body } = await app.ask('POST', '/api/notes', {
            body: { text: newId('text') },
            headers: { 'idempotency-key': wrong },
          })
          assert.deepEqual([status, body.code], [400, 'idempotency.malformed'], wrong)
        }
      })

      test('means nothing where repeating is harmless anyway', async () => {
        const kept = (await app.keptReplies()).length
        await app.ask('GET', `/api/notes/${noteId}`, { key })
        await app.ask('PUT', `/api/notes/${noteId}`, { key, body: { text: newId('text') } })
        assert.equal((await app.keptReplies()).length, kept)
      })
    })

    suite('a reply is kept in the commit of its effect', () => {
      test('so that a lost race leaves neither', async () => {
        const kept = (await app.keptReplies()).length
        app.interrupt('before write', () =>
          app.store.run('someone else', async (unit) => {
            unit.save(notes, { id: newId('note'), revision: 0, text: 'wanted' })
          }),
        )
        const lost = await write('wanted')
        assert.deepEqual([lost.status, lost.body.code], [409, 'note.taken'])
        assert.equal((await app.keptReplies()).length, kept)
      })

      test('so that a failure keeps nothing, and the same key may try again', async () => {
        const kept = (await app.keptReplies()).length
        await app.ask('POST', '/api/bugs', { key })
        assert.equal((await app.ask('POST', '/api/notes', { body: { text: '' }, key })).status, 422)
        assert.equal((await app.keptReplies()).length, kept)
        assert.equal((await write(newId('text'))).status, 201)
      })

      test('and a refusal that has to be remembered is kept with it', async () => {
        const effect = await notesFrom(async () => {
          const ask = { body: { text: newId('text') }, key }
          const first = await app.ask('POST', '/api/gold-notes', ask)
          assert.deepEqual([first.status, first.body.code, first.body.price], [402, 'note.unpaid', 5])
          assert.equal(first.headers['content-type'], 'application/problem+json; charset=utf-8')
          const again = await app.ask('POST', '/api/gold-notes', ask)
          assert.deepEqual([again.status, again.body], [402, first.body])
          assert.equal(again.headers['idempotent-replayed'], 'true')
          assert.equal(again.headers['content-type'], first.headers['content-type'])
        })
        assert.equal(effect, 1)
      })
    })

    test('replies past their time are removed, and only those', async () => {
      await copy()
      const old = (await app.keptReplies()).length
      app.clock.advance(DAY_MS - 1)
      key = newId('key')
      await copy()
      app.clock.advance(1)
      const removed = await app.store.run('test', (unit) =>
        purgeReplies(createCtx(unit, { caller: systemCaller(), log: app.http.log, ports: createPorts() })),
      )
      assert.equal(removed, old)
      assert.equal((await app.keptReplies()).length, 1)
    })
  })
}

suite('of the replies in the store', () => {
  const ask = { body: { text: 'seen in the reply', tags: ['not seen'] } }

  beforeEach(async () => {
    key = newId('key')
    app = await createToyApp()
  })
  afterEach(() => app.close())

  test('nobody can read one, unless its route says that it may lie open', async () => {
    const { body } = await app.ask('POST', '/api/notes', { ...ask, key })
    const stored = JSON.stringify(await app.keptReplies())
    for (const secret of [body.id, body.text, 'not seen', key]) assert.equal(stored.includes(secret), false)
  })

  test('an open one tells what was answered, but neither the key nor what else was asked', async () => {
    const open = await createToyApp({ keptReply: 'plain' }, app)
    try {
      const { body } = await open.ask('POST', '/api/notes', { ...ask, key })
      const stored = JSON.stringify(await open.keptReplies())
      assert.ok(stored.includes(body.id))
      for (const secret of ['not seen', key]) assert.equal(stored.includes(secret), false)
    } finally {
      await open.close()
    }
  })

  test('those from before are answered when their route keeps them in another way now', async () => {
    const open = await createToyApp({ keptReply: 'plain' }, app)
    try {
      for (const [before, now] of [
        [app, open],
        [open, app],
      ] as const) {
        const body = { text: newId('text') }
        const asked = { key: newId('key'), body }
        const first = await before.ask('POST', '/api/notes', asked)
        const again = await now.ask('POST', '/api/notes', asked)
        assert.deepEqual([again.status, again.body], [201, first.body])
        assert.equal(again.headers['idempotent-replayed'], 'true')
        const other = await now.ask('POST', '/api/notes', { ...asked, body: { text: 'another' } })
        assert.deepEqual([other.status, other.body.code], [422, 'idempotency.reused'])
      }
    } finally {
      await open.close()
    }
  })
})
