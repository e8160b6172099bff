import type { FastifyInstance } from 'fastify'

/** One thing that must be well before traffic is sent here. Answers what is wrong, or null. */
export interface ReadyCheck {
  readonly name: string
  /** Listed, but no reason to keep traffic away: the shop goes on without it. */
  readonly optional?: true
  problem(): Promise<string | null> | string | null
}

/**
 * `/healthz`: the process lives; restart it when this fails. `/readyz`: send it traffic; each check by name,
 * 503 while one that is not optional has a problem.
 */
export function registerHealth(app: FastifyInstance, checks: readonly ReadyCheck[]): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    const results = await Promise.all(
      checks.map(async ({ name, problem }) => [name, (await outcomeOf(problem)) ?? 'ok'] as const),
    )
    const ready = checks.every(({ optional }, at) => optional || results[at]?.[1] === 'ok')
    if (!ready) reply.code(503).header('retry-after', '1')
    return { status: ready ? 'ok' : 'not ready', checks: Object.fromEntries(results) }
  })
}

async function outcomeOf(problem: ReadyCheck['problem']): Promise<string | null> {
  try {
    return await problem()
  } catch {
    return 'failed'
  }
}
