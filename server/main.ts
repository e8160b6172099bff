import type { App } from '#app'
import { ConfigError, readConfig } from '#config'
import { toGreeting } from './greeting.ts'

/** Config → shop → listen; on a signal: finish what was begun, then go. In several processes if so asked. */
async function main(): Promise<void> {
  const config = readConfig()
  // Each loads only what it needs: the process that watches over others has no shop in it.
  if (config.processes > 1) {
    const { runCluster } = await import('./cluster/primary.ts')
    await runCluster(config, (opened) => console.log(toGreeting(config, opened)))
    return
  }
  const { closeShop, openShop } = await import('./serve.ts')
  let app: App | undefined
  // From the beginning: the first process of a container ignores signals that it does not listen for.
  stopOnSignals((signal) => void (app ? closeShop(app, signal) : process.exit(0)))
  const opened = await openShop(config)
  app = opened.app
  console.log(toGreeting(config, opened))
}

function stopOnSignals(stop: (signal: string) => void): void {
  let stopping = false
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(name, (signal: string) => {
      if (stopping) process.exit(1)
      stopping = true
      stop(signal)
    })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
})
