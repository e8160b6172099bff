import type { FastifyRequest } from 'fastify'
import type { Log } from '#context'

/** The log with the request's id in each line. */
export const logOf = (request: FastifyRequest): Log => new RequestLog(request)

/** A class because one is made for each request, and hardly ever used: four closures would cost more. */
class RequestLog implements Log {
  readonly #request: FastifyRequest
  constructor(request: FastifyRequest) {
    this.#request = request
  }
  debug(details: object, message: string): void {
    this.#write('debug', details, message)
  }
  info(details: object, message: string): void {
    this.#write('info', details, message)
  }
  warn(details: object, message: string): void {
    this.#write('warn', details, message)
  }
  error(details: object, message: string): void {
    this.#write('error', details, message)
  }
  #write(level: keyof Log, details: object, message: string): void {
    const { log, id } = this.#request
    log[level]({ reqId: id, ...details }, message)
  }
}
