import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChanges } from './changes.ts'

const made = (madeOf: readonly string[], since: number) => ({ madeOf, since })

test('what was made holds until one of its parts changes', () => {
  const changes = createChanges()
  const dish = made(['flour', 'eggs'], changes.now())
  changes.note('milk')
  assert.ok(changes.isCurrent(dish))
  changes.note('eggs')
  assert.ok(!changes.isCurrent(dish))
  changes.note('milk')
  assert.ok(!changes.isCurrent(dish), 'and never again')
  assert.ok(changes.isCurrent(made(['flour', 'eggs'], changes.now())))
})

test('what changes between the reading and the making counts', () => {
  const changes = createChanges()
  const since = changes.now()
  changes.note('eggs')
  assert.ok(!changes.isCurrent(made(['eggs'], since)))
})

test('nothing that was made before everything was cleared holds', () => {
  const changes = createChanges()
  const before = made(['eggs'], changes.now())
  changes.clear()
  assert.ok(!changes.isCurrent(before))
  assert.ok(changes.isCurrent(made(['eggs'], changes.now())))
})

test('when more has changed than is remembered, everything counts as changed', () => {
  const changes = createChanges(2)
  const before = made(['eggs'], changes.now())
  for (const name of ['milk', 'salt']) changes.note(name)
  assert.ok(changes.isCurrent(before))
  const after = made(['eggs'], changes.now())
  changes.note('oil')
  for (const dish of [before, after]) assert.ok(!changes.isCurrent(dish))
})
