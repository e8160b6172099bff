import { readFileSync } from 'node:fs'
import Fastify from 'fastify'

/**
 * The yardstick: what Fastify itself does in a second on this machine. `/` answers `{"hello":"world"}`,
 * `/same` a text that is as long as a product's page (the file named in `BENCH_SAME`).
 */
const same = readFileSync(process.env.BENCH_SAME ?? '', 'utf8')
const app = Fastify()
app.get('/', async () => ({ hello: 'world' }))
app.get('/same', async (_request, reply) => reply.type('application/json; charset=utf-8').send(same))
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) })

process.on('SIGTERM', () => process.exit(0))
