import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTestApp } from '#testing/app.ts'
import { allOf } from '#testing/races.ts'
import { CHALLENGE_MS, issueChallenge, passkeyChallenges, purgeChallenges } from './challenges.ts'

test('challenges that nobody answered make room once their time is over', async (t) => {
  const app = await createTestApp()
  t.after(() => app.close())
  const issue = () => app.run(async (ctx) => issueChallenge(ctx, null))
  await issue()
  app.clock.advance(1)
  const later = await issue()
  app.clock.advance(CHALLENGE_MS - 1)
  await app.run((ctx) => purgeChallenges.handle(ctx))
  const left = await allOf(app, passkeyChallenges)
  assert.deepEqual(
    left.map(({ id }) => id),
    [`pkch_${later}`],
  )
})
