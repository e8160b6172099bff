import { setTimeout as pause } from 'node:timers/promises'
import { startMongo } from '#testing/mongo-server.ts'
import { describeFailures, type ShakyDatabase } from './failures.kit.ts'

const EVERY_MS = 15_000

/** What stands in for a replica set can lay its role down, and lose nothing else. */
async function openShaky(): Promise<ShakyDatabase> {
  const server = await startMongo()
  const url = server.url('shop')
  return {
    url,
    directUrl: url,
    troubles: [
      async () => {
        await pause(EVERY_MS)
        await (server.killPrimary?.() ?? server.stepDown())
        await pause(EVERY_MS)
        await server.stepDown()
      },
    ],
    stop: () => server.stop(),
  }
}

describeFailures('three nodes on a MongoDB whose primary is killed or steps down', openShaky)
