import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Loose } from '#testing/app.ts'
import { runScript } from '#testing/server-process.ts'

type Entry = readonly [level: string, details: object, message: string]

/** What a process at that level prints for these entries. */
async function logged(level: string, ...entries: Entry[]): Promise<Loose[]> {
  const child = runScript('logger.child.ts', [level, JSON.stringify(entries)], {})
  assert.equal(await child.ended, 0, child.output())
  return child
    .output()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

describe('the log', () => {
  it('is a line of JSON for each entry, with time, level, message and details', async () => {
    const [line] = await logged('info', ['info', { orderId: 'order_1' }, 'Done.'])
    assert.match(line.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.deepEqual({ ...line, time: '' }, { level: 30, time: '', orderId: 'order_1', msg: 'Done.' })
  })

  it('masks what gives access, wherever it stands', async () => {
    const secrets = {
      password: 'a-1',
      token: 'a-2',
      authorization: 'a-3',
      cookie: 'a-4',
      secret: 'a-5',
      accessToken: 'a-6',
      passwordHash: 'a-7',
      refreshToken: 'a-8',
      clientSecret: 'a-9',
      apiKey: 'a-1',
      challenge: 'a-2',
      'set-cookie': 'a-3',
    }
    const details = { ...secrets, user: { ...secrets, name: 'Ada' }, request: { headers: secrets } }
    const [line] = await logged('info', ['info', details, 'Signed in.'])
    assert.doesNotMatch(JSON.stringify(line), /a-\d/)
    assert.equal(line.user.name, 'Ada')
    assert.equal(line.request.headers.authorization, '[redacted]')
  })

  it('is as chatty as it is told to be', async () => {
    const entries: Entry[] = [
      ['debug', {}, 'one'],
      ['info', {}, 'two'],
      ['warn', {}, 'three'],
      ['error', {}, 'four'],
    ]
    const said = async (level: string) => (await logged(level, ...entries)).map((line) => line.msg)
    assert.deepEqual(await said('warn'), ['three', 'four'])
    assert.deepEqual(await said('silent'), [])
  })
})
