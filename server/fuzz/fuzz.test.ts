import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { API_INFO } from '#http/description.ts'
import { describeApi } from '#http/openapi.ts'
import { modules } from '#modules/index.ts'
import { readApi } from './api.kit.ts'
import { fuzz } from './run.kit.ts'
import { type FuzzShop, openFuzzShop } from './shop.kit.ts'

const { FUZZ_SECONDS, FUZZ_SEED, CI } = process.env
const SECONDS = Number(FUZZ_SECONDS || (CI ? 60 : 10))
// The same by itself, so that a change is not held up by what another one did; `npm run fuzz` takes another.
const SEED = Number(FUZZ_SEED || 20_261_122)

const operations = readApi(
  describeApi(
    modules.flatMap((module) => module.routes ?? []),
    API_INFO,
  ),
)

let shop: FuzzShop

before(async () => {
  shop = await openFuzzShop()
})
after(() => shop.close())

test('whatever is sent to any route, the shop answers as it says it does', async (t) => {
  t.diagnostic(`FUZZ_SEED=${SEED} FUZZ_SECONDS=${SECONDS}`)
  const { findings, ...figures } = await fuzz(shop, { operations, seed: SEED, seconds: SECONDS })
  t.diagnostic(JSON.stringify(figures))
  const again = `Repeat it: npm run fuzz -- ${SECONDS} ${SEED}`
  if (findings.length > 0) assert.fail(`${findings.join('\n\n')}\n\n${again}`)
})
