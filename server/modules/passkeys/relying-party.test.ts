import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toRelyingParty } from './relying-party.ts'

test('passkeys are for the domain of the shop, from its pages', () => {
  assert.deepEqual(toRelyingParty({ publicUrl: 'https://shop.example' }), {
    id: 'shop.example',
    origins: ['https://shop.example'],
  })
  assert.deepEqual(toRelyingParty({ publicUrl: 'https://shop.example:8443/sub' }), {
    id: 'shop.example',
    origins: ['https://shop.example:8443'],
  })
})

test('a wider domain and further pages or apps can be named', () => {
  const origins = ['https://app.shop.example', 'android:apk-key-hash:abc']
  assert.deepEqual(
    toRelyingParty({ publicUrl: 'https://www.shop.example', domain: 'shop.example', origins }),
    { id: 'shop.example', origins: ['https://www.shop.example', ...origins] },
  )
})

test('a shop that is tried out on this machine is localhost to browsers', () => {
  for (const publicUrl of ['http://127.0.0.1:4000', 'http://[::1]:4000', 'http://localhost:4000']) {
    assert.deepEqual(toRelyingParty({ publicUrl }), { id: 'localhost', origins: ['http://localhost:4000'] })
  }
})

test('a bare network address has no domain', () => {
  assert.equal(toRelyingParty({ publicUrl: 'http://192.168.1.5:4000' }), null)
  assert.equal(toRelyingParty({ publicUrl: 'http://[2001:db8::1]' }), null)
})
