import { createApp } from '#app'
import { readConfig } from '#config'
import { createBank } from '#testing/bank.ts'
import { plugPayments } from '#testing/scripted-payments.ts'

// The server that crash.test.ts kills: the real one, but for a bank that takes its time and outlives it.
const [bankDir = ''] = process.argv.slice(2)
const config = readConfig()
const app = await createApp(config, { plug: plugPayments(createBank(bankDir)) })
await app.start()
const address = await app.http.listen({ host: config.host, port: config.port })
process.stdout.write(`It is open at ${address}\n`)
