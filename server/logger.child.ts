import { createLogger } from './logger.ts'

// Logs what logger.test.ts sends: a line of JSON with the level, the details and the message.
const [level = 'info', text = '[]'] = process.argv.slice(2)
const log = createLogger({ logLevel: level })
for (const [at, details, message] of JSON.parse(text)) log[at as 'info'](details, message)
