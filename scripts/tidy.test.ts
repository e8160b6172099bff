import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTree } from './tidy/tree.ts'
import { ROOT, RULES, toText } from './tidy.ts'

const tree = readTree(ROOT)

for (const [name, check] of Object.entries(RULES)) {
  test(name, () => {
    const found = check(tree).map(toText)
    assert.equal(found.length, 0, `${found.length} to put right:\n${found.join('\n')}`)
  })
}
