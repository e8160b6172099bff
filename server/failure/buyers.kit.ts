import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Attempt } from '#testing/aftermath.ts'
import type { Loose, Reply } from '#testing/app.ts'
import { send } from '#testing/server-process.ts'
import type { Nodes } from './nodes.kit.ts'

/** How long a customer waits for an answer before they ask again, elsewhere. */
const PATIENCE_MS = 7_000
/** How often they ask before they give up: a shop that has not recovered by then never will. */
const TRIES_MAX = 60
const PAUSE_MS = 100

/** What customers went through. */
export interface Experience {
  readonly attempts: Attempt[]
  /** Answers that nobody should ever see. */
  readonly strange: string[]
  /** How often which answer, or none, was given. */
  readonly answers: Map<string, number>
  /** Since when the last answer was none, or that the shop is not available. */
  troubleSince: number | null
  /** How long it took each time until somebody was served again. */
  readonly recoveredAfterMs: number[]
}

export const anExperience = (): Experience => ({
  attempts: [],
  strange: [],
  answers: new Map(),
  troubleSince: null,
  recoveredAfterMs: [],
})

export interface Shopping {
  readonly nodes: Pick<Nodes, 'pick' | 'avoid'>
  readonly variantId: string
  /** How it is paid. */
  readonly providers: readonly string[]
  readonly experience: Experience
}

/** Customers who buy one thing after the other until told to stop; each finishes what it has begun. */
export async function buyFor(shopping: Shopping, customers: number, goesOn: () => boolean): Promise<void> {
  await Promise.all(
    Array.from({ length: customers }, async (_, at) => {
      for (let n = 0; goesOn(); n++) await buy(shopping, `buyer-${at}-${n}`)
    }),
  )
}

async function buy(shopping: Shopping, name: string): Promise<void> {
  const { variantId, providers, experience } = shopping
  const persist = async (method: string, path: string, body: object): Promise<Loose> => {
    const reply = await insist(shopping, { method, path, body, key: randomUUID() })
    if (reply.status < 300) return reply.body
    throw new Error(`${name} could not go on: ${reply.status} ${JSON.stringify(reply.body)}`)
  }
  const { id } = await persist('POST', '/api/carts', {})
  await persist('POST', `/api/carts/${id}/lines`, { variantId, quantity: 1 })
  const { version } = await persist('PATCH', `/api/carts/${id}`, { email: `${name}@example.com` })
  const provider = providers[experience.attempts.length % providers.length]
  const body = { version, payment: { provider, token: 'success' } }
  const attempt: Attempt = { cartId: id, key: randomUUID(), body }
  experience.attempts.push(attempt)
  attempt.reply = await insist(shopping, {
    method: 'POST',
    path: `/api/carts/${id}/checkout`,
    body,
    key: attempt.key,
  })
}

interface Request {
  readonly method: string
  readonly path: string
  readonly body: object
  readonly key: string
}

/** Asks the same with the same key, here or there, until there is an answer that is one. */
async function insist({ nodes, experience }: Shopping, request: Request): Promise<Reply> {
  for (let tries = 1; tries <= TRIES_MAX; tries++) {
    const url = nodes.pick()
    const reply = await tryOnce(url, request)
    if (!reply) nodes.avoid(url)
    const isAnswer = judge(experience, reply, request)
    if (reply && isAnswer) return reply
    await pause(PAUSE_MS)
  }
  throw new Error(`${request.method} ${request.path} had no answer in ${TRIES_MAX} tries.`)
}

const tryOnce = (url: string, { method, path, body, key }: Request): Promise<Reply | undefined> =>
  send(method, `${url}${path}`, { body, key, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    () => undefined,
  )

/** Writes down what was answered. Whether it is an answer, or means to come again. */
function judge(experience: Experience, reply: Reply | undefined, { method, path }: Request): boolean {
  const { answers, strange, recoveredAfterMs } = experience
  const code = reply ? `${reply.status} ${reply.status < 300 ? '' : reply.body.code}`.trim() : 'none'
  answers.set(code, (answers.get(code) ?? 0) + 1)
  const now = performance.now()
  if (!reply || reply.status === 503) {
    experience.troubleSince ??= now
    if (reply && !reply.headers['retry-after']) strange.push(`${method} ${path}: ${code} without Retry-After`)
    return false
  }
  // The same is being done by another node, or by the one that was asked before.
  if (reply.body.code === 'idempotency.in_flight') return false
  if (reply.status >= 300) strange.push(`${method} ${path}: ${code} ${JSON.stringify(reply.body)}`)
  if (experience.troubleSince !== null) recoveredAfterMs.push(now - experience.troubleSince)
  experience.troubleSince = null
  return true
}
