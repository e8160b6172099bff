import type { FastifyRequest } from 'fastify'
import type { Log } from '#context'

/**
 * The log with the request's id in each line; made only where something is logged, which most requests do
 * not.
 */
export function logOf({ log, id }: FastifyRequest): Log {
  const at = (level: keyof Log) => (details: object, message: string) =>
    log[level]({ reqId: id, ...details }, message)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
