import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createReach } from './addresses.ts'
import { createOutbound } from './gate.ts'

const reach = createReach([])

/** The same few places, in every spelling that a parser of addresses knows. */
const CLOSED = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0.0.1/',
  'https://0177.0.0.1/',
  'https://0177.0.0.0x1/',
  'https://127.0.0.1./',
  'https://１２７.０.０.１/',
  'https://127。0。0。1/',
  'https://127.255.255.254/',
  'https://0/',
  'https://0.0.0.0/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[0000:0000:0000:0000:0000:0000:0000:0001]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:0:127.0.0.1]/',
  'https://[::127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'https://10.0.0.1/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.1.1/',
  'https://100.64.0.1/',
  'https://100.100.100.200/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[fd00:ec2::254]/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[fc00::1]/',
  'https://[fdff::1]/',
  'https://224.0.0.1/',
  'https://239.255.255.255/',
  'https://[ff02::1]/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://198.18.0.1/',
  'https://192.0.2.1/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[100::1]/',
]

test('no spelling of an address that is not on the open internet gets through', async () => {
  const { fetch } = createOutbound({
    allow: [],
    resolve: () => Promise.reject(new Error('asked for a name')),
  })
  for (const url of CLOSED) {
    await assert.rejects(fetch(url), { code: 'outbound.refused' }, url)
  }
})

test('what is on the open internet is open', () => {
  const open = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e']
  for (const address of open) assert.equal(reach(address), 'open', address)
})

test('an IPv4 address inside of an IPv6 one is never open', () => {
  const part = fc.integer({ min: 0, max: 255 })
  fc.assert(
    fc.property(part, part, part, part, (a, b, c, d) => {
      const [high, low] = [(a * 256 + b).toString(16), (c * 256 + d).toString(16)]
      for (const prefix of ['::ffff:', '::', '64:ff9b::', '::ffff:0:']) {
        assert.equal(reach(`${prefix}${high}:${low}`), 'closed')
      }
      assert.equal(reach(`2002:${high}:${low}::1`), 'closed')
    }),
    { numRuns: 200 },
  )
})

test('what the owner names is their own, and no address beside it', () => {
  const own = createReach(['127.0.0.1', '10.1.0.0/16', 'fd00::/64'])
  for (const address of ['127.0.0.1', '10.1.255.1', 'fd00::7']) assert.equal(own(address), 'own', address)
  for (const address of ['127.0.0.2', '10.2.0.1', 'fd00:1::7']) assert.equal(own(address), 'closed', address)
  assert.equal(own('no address'), 'closed')
})
