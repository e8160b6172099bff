import assert from 'node:assert/strict'
import { test } from 'node:test'
import { API_INFO } from '#http/description.ts'
import { describeApi } from '#http/openapi.ts'
import { modules } from '#modules/index.ts'
import { readApi } from './api.kit.ts'
import { fuzz } from './run.kit.ts'
import { sabotage } from './sabotage.fixture.ts'
import { openFuzzShop } from './shop.kit.ts'

const SEED = 1

const FOUND: Readonly<Record<string, RegExp>> = {
  crash: /It was answered with 500[\s\S]*TypeError/,
  undeclared: /The code sabotage\.hidden \(409\) is not declared/,
  shapeless: /The reply is not as declared: reply\/ok must be boolean/,
  'half-done': /Refused with sabotage\.broken, but it wrote: insert scraps\//,
  leak: /The reply holds the hash of a password/,
  quote: /The reply quotes the password/,
  talk: /The log quotes the password/,
}

test('every promise that is broken on purpose is found broken', async () => {
  const shop = await openFuzzShop([...modules, sabotage])
  try {
    const operations = readApi(describeApi(sabotage.routes ?? [], API_INFO))
    const { findings } = await fuzz(shop, { operations, seed: SEED, seconds: 0, perPass: 60 })
    assert.equal(findings.length, operations.length, findings.join('\n\n'))
    for (const [what, sign] of Object.entries(FOUND)) {
      const finding = findings.find((each) => each.startsWith(`POST /api/sabotage/${what},`))
      assert.match(finding ?? 'nothing', sign)
    }
  } finally {
    await shop.close()
  }
})
