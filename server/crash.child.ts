import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createApp } from '#app'
import { readConfig } from '#config'
import type { PaymentProvider } from '#modules/payments/provider.ts'
import { plugPayments } from '#testing/scripted-payments.ts'

// The server that crash.test.ts kills: the real one, but for a bank that takes its time and outlives it.
const config = readConfig()
const app = await createApp(config, { plug: plugPayments(createBank(join(config.dataDir, 'bank'))) })
await app.start()
const address = await app.http.listen({ host: config.host, port: config.port })
process.stdout.write(`It is open at ${address}\n`)

/** Keeps a file for each payment: what it took and what it gave back. */
function createBank(dir: string): PaymentProvider {
  mkdirSync(dir, { recursive: true })
  const fileOf = (key: string) => join(dir, key)
  const write = (key: string, state: 'captured' | 'returned') => writeFileSync(fileOf(key), state)
  const read = (key: string) => (existsSync(fileOf(key)) ? readFileSync(fileOf(key), 'utf8') : undefined)
  return {
    name: 'bank',
    async charge({ key }) {
      await pause(Math.random() * 10)
      if (!read(key)) write(key, 'captured')
      await pause(Math.random() * 10)
      return { status: 'captured', reference: key }
    },
    async lookUp({ key }) {
      return read(key) === 'captured' ? { status: 'captured', reference: key } : { status: 'unknown' }
    },
    async giveBack({ key }) {
      write(key, 'returned')
      return 'refunded'
    },
    readNotice: () => undefined,
  }
}
