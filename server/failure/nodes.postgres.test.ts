import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '#testing/postgres-server.ts'
import { describeFailures, type ShakyDatabase } from './failures.kit.ts'
import { openRelay } from './relay.kit.ts'

const RESTART_EVERY_MS = 6_000
/** For longer than a node waits in silence. */
const CUT_MS = 8_000
const BETWEEN_CUTS_MS = 15_000

async function openShaky(): Promise<ShakyDatabase> {
  const server = await startPostgres()
  const directUrl = await server.createDatabase()
  const relay = await openRelay(directUrl)
  return {
    url: relay.url,
    directUrl,
    troubles: [
      async () => {
        await pause(RESTART_EVERY_MS)
        await server.restart('immediate')
      },
      async () => {
        await pause(BETWEEN_CUTS_MS)
        await relay.cut(CUT_MS)
        await pause(BETWEEN_CUTS_MS)
        await relay.stall(CUT_MS)
      },
    ],
    async stop() {
      await relay.close()
      await server.stop()
    },
  }
}

describeFailures(
  'three nodes on a PostgreSQL that loses its power every few seconds, and the way to it',
  openShaky,
)
