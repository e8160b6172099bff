import { type Logger, pino } from 'pino'
import type { Config } from '#config'

/** What never reaches the log, wherever in a logged object it stands. */
const SECRETS = ['password', 'token', 'authorization', 'cookie', 'secret', 'accessToken', 'passwordHash']

const redacted = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/**
 * JSON lines on standard output. Request bodies and headers are not logged at all; what is named here is
 * masked.
 */
export const createLogger = ({ logLevel }: Pick<Config, 'logLevel'>): Logger =>
  pino({
    level: logLevel,
    redact: { paths: redacted, censor: '[redacted]' },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  })
