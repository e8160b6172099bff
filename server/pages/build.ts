import { fileURLToPath } from 'node:url'
import type { Log } from '#context'
import { buildPages } from './builder.ts'

// `npm run build`: builds the storefront and the admin where they changed, and starts nothing.

const say = (details: object, message: string): void => {
  const { room = 'pages', output, err, seconds } = details as Record<string, unknown>
  const more = [seconds && `${seconds} s`, output, err].filter(Boolean).join('\n')
  process.stderr.write(`${room}: ${message}${more && ` ${more}`}\n`)
}
const log: Log = { debug: () => {}, info: say, warn: say, error: say }

const { done, stop } = buildPages(fileURLToPath(new URL('../../', import.meta.url)), log)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
if (await done) process.stderr.write('The storefront and the admin are built.\n')
else process.exitCode = 1
