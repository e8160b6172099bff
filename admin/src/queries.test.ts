import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { ShopError } from '@marketsquare/sdk'
import { onlineManager } from '@tanstack/react-query'
import { queries, setAside } from './queries.ts'
import { watchUnsaved } from './unsaved.ts'

const ME = ['/me', {}]
const signedOut = new ShopError({
  type: 'about:blank',
  title: 'No',
  status: 401,
  code: 'access.unauthenticated',
  detail: 'Sign in.',
  requestId: '',
})

const change = (act: () => Promise<unknown>) =>
  queries.getMutationCache().build(queries, { mutationFn: act }).execute(undefined)

afterEach(() => queries.clear())

test('a session that has ended is known to the page at once', async () => {
  queries.setQueryData(ME, { id: 'user_1' })
  await assert.rejects(change(() => Promise.reject(signedOut)))
  assert.equal(queries.getQueryData(ME), null)
})

test('a session that has ended takes nothing away that is not saved', async (t) => {
  t.after(watchUnsaved(() => true))
  queries.setQueryData(ME, { id: 'user_1' })
  await assert.rejects(change(() => Promise.reject(signedOut)))
  assert.deepEqual(queries.getQueryData(ME), { id: 'user_1' })
})

test('without a connection a change is tried and refused, and never sent later on', async (t) => {
  t.after(() => onlineManager.setOnline(true))
  onlineManager.setOnline(false)
  let tries = 0
  const act = () => {
    tries += 1
    return Promise.reject(new TypeError('Failed to fetch'))
  }
  await assert.rejects(change(act), TypeError)
  onlineManager.setOnline(true)
  await queries.resumePausedMutations()
  assert.equal(tries, 1)
})

test('what is set aside is old when it is next shown, and is not asked for before', async () => {
  queries.setQueryData(['/admin/products', {}, 'pages'], {})
  queries.setQueryData(['/admin/orders', {}], {})
  await setAside('/admin/products')
  const isOld = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated
  assert.equal(isOld(['/admin/products', {}, 'pages']), true)
  assert.equal(isOld(['/admin/orders', {}]), false)
})
