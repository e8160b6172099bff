/**
 * A named place where something can be plugged in: payment providers, the mail transport, the search index.
 * The module that needs it declares the port, the app fills it, `ctx.use(port)` answers what it was filled
 * with.
 */
export interface Port<T> {
  readonly name: string
  /** Never set: carries the type. */
  readonly type?: T
}

export const port = <T>(name: string): Port<T> => ({ name })

export interface Ports {
  use<T>(port: Port<T>): T
  fill<T>(port: Port<T>, value: T): void
}

export function createPorts(): Ports {
  const filled = new Map<Port<unknown>, unknown>()
  return {
    use<T>(wanted: Port<T>): T {
      if (!filled.has(wanted)) throw new Error(`Nothing is plugged into "${wanted.name}".`)
      return filled.get(wanted) as T
    },
    fill: (at, value) => void filled.set(at, value),
  }
}
