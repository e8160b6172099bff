import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ShopError } from '@marketsquare/sdk'
import { onProofNeeded, withProof } from './proof.ts'

const stepUp = () =>
  new ShopError({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    code: 'access.step_up_needed',
    detail: 'Prove it.',
    requestId: '',
  })

/** Refused until somebody has proved who they are. */
function aGuardedAct() {
  const state = { isProved: false, tries: 0 }
  const act = async () => {
    state.tries += 1
    if (!state.isProved) throw stepUp()
    return 'done'
  }
  return { state, act }
}

test('what needs a proof is done by itself once it was given', async (t) => {
  const { state, act } = aGuardedAct()
  t.after(
    onProofNeeded((answer) => {
      state.isProved = true
      answer(true)
    }),
  )
  assert.equal(await withProof(act), 'done')
  assert.equal(state.tries, 2)
})

test('without the proof it stays refused, and is not tried again', async (t) => {
  const { state, act } = aGuardedAct()
  t.after(onProofNeeded((answer) => answer(false)))
  await assert.rejects(withProof(act), { code: 'access.step_up_needed' })
  assert.equal(state.tries, 1)
})

test('two that wait for a proof ask for it once', async (t) => {
  const { state, act } = aGuardedAct()
  let asked = 0
  t.after(
    onProofNeeded((answer) => {
      asked += 1
      setImmediate(() => {
        state.isProved = true
        answer(true)
      })
    }),
  )
  assert.deepEqual(await Promise.all([withProof(act), withProof(act)]), ['done', 'done'])
  assert.equal(asked, 1)
})

test('any other refusal is passed on unasked', async () => {
  await assert.rejects(
    withProof(async () => {
      throw new TypeError('broken')
    }),
    TypeError,
  )
})
