import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type App, type AppOptions, createApp } from '#app'
import type { Config } from '#config'
import { createSignInLink } from '#modules/identity/index.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { seedDemo } from './demo/seed.ts'
import type { Building } from './pages/builder.ts'

const STOP_MAX_MS = 20_000
/** After the first requests of whoever waited for the shop, before a look at its memory. */
const SETTLED_AFTER_MS = 500

/** What whoever started the shop wants to know. */
export interface Opening {
  readonly address: string
  readonly seeded: boolean
  /** By which its first owner signs in, where there is none yet. */
  readonly link: string | undefined
}

/** Opens the shop in this process. What happens once for all processes is done by the first. */
export async function openShop(
  config: Config,
  { isFirst = true, ...options }: AppOptions & { isFirst?: boolean } = {},
): Promise<Opening & { app: App }> {
  const app = await createApp(config, options)
  const greets = isFirst && config.role !== 'worker'
  const seeded = greets && config.seed === 'demo' && (await seedDemo(app))
  await app.start()
  const address = await app.http.listen({ host: config.host, port: config.port })
  // Any free port was asked for, and only now is it known which.
  if (config.publicUrl.endsWith(':0')) app.ports.fill(publicUrl, address)
  const building = greets && config.pages.mode === 'build' && (await buildInBackground(config, app))
  const link = greets && !config.admin ? await app.run(createSignInLink) : undefined
  releaseStartUp()
  return { app: building ? endingToo(app, building) : app, address, seeded, link }
}

/** The pages, where they changed. Loaded only where it is asked for; nothing waits for it. */
async function buildInBackground({ pages }: Config, { log }: App): Promise<Building> {
  const { buildPages } = await import('./pages/builder.ts')
  return buildPages(pages.root, log)
}

const endingToo = (app: App, building: Building): App => ({
  ...app,
  async close() {
    building.stop()
    await Promise.all([app.close(), building.done])
  },
})

/**
 * Starting leaves three times as much memory taken as serving needs, and V8 gives it back only when pressed:
 * once, here, a full collection that does.
 */
function releaseStartUp(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { type: 'major'; flavor: 'last-resort' }) => void
  setTimeout(() => collect({ type: 'major', flavor: 'last-resort' }), SETTLED_AFTER_MS).unref()
}

/** Finishes what was begun, then ends the process: with 0, or with 1 where that takes too long. */
export async function closeShop(app: App, reason: string): Promise<never> {
  app.log.info({ reason }, 'Stopping: finishing what was begun.')
  setTimeout(() => process.exit(1), STOP_MAX_MS).unref()
  await app.close()
  process.exit(0)
}
