import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import type { Operation } from './api.kit.ts'
import { type Draft, draftsOf, WHO } from './draft.kit.ts'
import { judge } from './judge.kit.ts'
import { type Answer, type Sent, send, toSent } from './send.kit.ts'
import type { FuzzShop } from './shop.kit.ts'

export interface Campaign {
  readonly operations: readonly Operation[]
  readonly seed: number
  readonly seconds: number
  /** Requests to one route in one pass. */
  readonly perPass?: number
}

export interface Outcome {
  /** One for each route that has some, with a small request that shows it. */
  readonly findings: readonly string[]
  readonly requests: number
  readonly passes: number
  /** Routes of which no request was good: what lies behind their checks was not tried. */
  readonly neverGood: readonly string[]
  /** How many were answered so, by status. */
  readonly statuses: Readonly<Record<string, number>>
}

const FINDINGS_MAX = 20
const SHOWN_CHARS = 1_500

/** Throws requests at every route, pass after pass until the time is up; every route is in the first one. */
export async function fuzz(shop: FuzzShop, campaign: Campaign): Promise<Outcome> {
  const { operations, seed, seconds, perPass = 10 } = campaign
  const until = performance.now() + seconds * 1_000
  const findings = new Map<string, string>()
  const statuses: Record<string, number> = {}
  const good = new Set<string>()
  const ask = createAsking(shop, ({ name }, status) => {
    statuses[status] = (statuses[status] ?? 0) + 1
    if (status > 0 && status < 400) good.add(name)
  })
  let passes = 0
  const isFull = () => findings.size >= Math.min(FINDINGS_MAX, operations.length)
  for (; passes === 0 || (performance.now() < until && !isFull()); passes++) {
    if (passes > 0) await shop.restock()
    for (const operation of shuffled(operations, seed + passes)) {
      if (passes > 0 && performance.now() > until) break
      if (findings.has(operation.name) || isFull()) continue
      const trouble = await tryRoute(shop, operation, { ask, seed: seed + passes, numRuns: perPass })
      if (trouble) findings.set(operation.name, trouble)
    }
  }
  const requests = Object.values(statuses).reduce((sum, count) => sum + count, 0)
  const neverGood = operations.map(({ name }) => name).filter((name) => !good.has(name))
  return { findings: [...findings.values()], requests, passes, neverGood, statuses }
}

const shuffled = (operations: readonly Operation[], seed: number): readonly Operation[] =>
  fc.sample(fc.shuffledSubarray([...operations], { minLength: operations.length }), {
    seed,
    numRuns: 1,
  })[0] ?? []

type Asking = (operation: Operation, draft: Draft) => Promise<void>

/** Between one route and the next: delays run out, and those come back who were signed out. */
const STEP_MS = 5_000

async function tryRoute(
  shop: FuzzShop,
  operation: Operation,
  { ask, seed, numRuns }: { ask: Asking; seed: number; numRuns: number },
): Promise<string | undefined> {
  shop.app.clock.advance(STEP_MS)
  await shop.app.worker.idle()
  await shop.refresh()
  const property = fc.asyncProperty(draftsOf(operation), (draft) => ask(operation, draft))
  const result = await fc.check(property, { seed, numRuns, interruptAfterTimeLimit: 60_000 })
  if (!result.failed) return undefined
  return `${operation.name}, seed ${seed}\n${String((result.errorInstance as Error)?.message)}`
}

/** Asks once and raises what is wrong with the answer. */
function createAsking(shop: FuzzShop, count: (operation: Operation, status: number) => void): Asking {
  return async (operation, draft) => {
    const token = await shop.tokenOf(draft.who)
    const sent = toSent(operation, draft, { things: shop.things, token })
    shop.takeWrites()
    shop.takeLog()
    const answer = await send({ http: shop.app.http, port: shop.port }, sent, draft.isOverSocket)
    count(operation, answer.status)
    learn(shop, answer)
    const tokens = await Promise.all(WHO.map(shop.tokenOf))
    const known = tokens.filter((each) => each !== undefined)
    const [writes, log] = [shop.takeWrites(), shop.takeLog()]
    const troubles = judge({ operation, sent, answer, writes, log, tokens: known })
    if (troubles.length > 0) throw new Error(`${troubles.join('\n')}\n${show(draft, sent)}`)
  }
}

function learn({ things }: FuzzShop, { status, headers, text }: Answer): void {
  const isJson = String(headers['content-type']).startsWith('application/json')
  if (status < 300 && isJson && text) things.learn(JSON.parse(text))
}

function show({ who, isOverSocket }: Draft, { method, url, headers, payload }: Sent): string {
  const { authorization: _token, cookie: _cookie, ...rest } = headers
  const how = isOverSocket ? 'over a socket' : 'in process'
  const text = `${who}, ${how}: ${method} ${url} ${JSON.stringify(rest)} ${payload ?? ''}`
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}… (${text.length} characters)` : text
}
