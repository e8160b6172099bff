import { type DestinationStream, type Logger, pino } from 'pino'
import type { Config } from '#config'

/** What never reaches the log, wherever in a logged object it stands. */
const SECRETS = [
  'password',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'idToken',
  'secret',
  'clientSecret',
  'apiKey',
  'authorization',
  'cookie',
  'challenge',
  'recoveryCodes',
]

const redacted = [
  ...SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...['["set-cookie"]', '*["set-cookie"]', '*.*["set-cookie"]'],
]

/**
 * JSON lines, on standard output unless they are to go elsewhere. Request bodies and headers are not logged
 * at all; what is named here is masked.
 */
export const createLogger = (
  { logLevel }: Pick<Config, 'logLevel'>,
  destination: DestinationStream = pino.destination(1),
): Logger => {
  const redact = { paths: redacted, censor: '[redacted]' }
  const timestamp = pino.stdTimeFunctions.isoTime
  return pino({ level: logLevel, redact, base: null, timestamp }, destination)
}
