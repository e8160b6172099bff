import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createApp } from '#app'
import { ConfigError, readConfig } from '#config'
import { createSignInLink } from '#modules/identity/index.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { seedDemo } from './demo/seed.ts'

const STOP_MAX_MS = 20_000
/** After the first requests of whoever waited for the shop, before a look at its memory. */
const SETTLED_AFTER_MS = 500

/** Config → app → listen; on a signal: finish what was begun, then go. */
async function main(): Promise<void> {
  const config = readConfig()
  const app = await createApp(config)
  const seeded = config.seed === 'demo' && (await seedDemo(app))
  await app.start()
  const address = await app.http.listen({ host: config.host, port: config.port })
  // Any free port was asked for, and only now is it known which.
  if (config.publicUrl.endsWith(':0')) app.ports.fill(publicUrl, address)
  const link = config.admin ? undefined : await app.run(createSignInLink)
  greet({ address, dataDir: config.dataDir, seeded, link })
  stopOnSignals(app)
  releaseStartUp()
}

/**
 * Starting leaves three times as much memory taken as serving needs, and V8 gives it back only when pressed:
 * once, here, a full collection that does.
 */
function releaseStartUp(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: { type: 'major'; flavor: 'last-resort' }) => void
  setTimeout(() => collect({ type: 'major', flavor: 'last-resort' }), SETTLED_AFTER_MS).unref()
}

interface Greeting {
  readonly address: string
  readonly dataDir: string
  readonly seeded: boolean
  readonly link: string | undefined
}

function greet({ address, dataDir, seeded, link }: Greeting): void {
  const lines = [
    '',
    `  Marketsquare is open at ${address}`,
    `  API reference           ${address}/docs`,
    `  Products                ${address}/api/products`,
    `  Data                    ${dataDir}${seeded ? ' (filled with the demo shop; SEED=none starts empty)' : ''}`,
    ...(link ? ['', '  Become its owner with this link, once, within a day:', `  ${link}`] : []),
    '',
  ]
  console.log(lines.join('\n'))
}

function stopOnSignals(app: {
  close(): Promise<void>
  log: { info(details: object, message: string): void }
}): void {
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) process.exit(1)
    stopping = true
    app.log.info({ signal }, 'Stopping: finishing what was begun.')
    setTimeout(() => process.exit(1), STOP_MAX_MS).unref()
    await app.close()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
})
