import { connectionTo, type RedisConnection } from './redis-connection.ts'

/** A connection that can be made anew, and takes along what is listened for. */
export interface RedisLink {
  readonly connection: RedisConnection
  /** Begins to connect where that was not begun. */
  connect(): void
  /** Lets go of the connection, whatever hangs in it, and begins another. */
  startAnew(): void
  subscribe(channel: string, listener: (message: string) => void): void
  /** Subscribes to what is not subscribed to yet. */
  listen(): void
}

export interface LinkInit {
  readonly url: string
  onConnected(): void
  onError(error: Error): void
}

export function createLink({ url, onConnected, onError }: LinkInit): RedisLink {
  const channels: { channel: string; listener: (message: string) => void; isHeard: boolean }[] = []
  let connection = connectionTo(url, onError)
  let isBegun = false

  function connect(): void {
    if (isBegun) return
    isBegun = true
    const mine = connection
    const giveUp = (error: Error) => {
      if (mine !== connection) return
      // A cluster of which no node answers. It is tried again at the next call.
      isBegun = false
      onError(error)
    }
    mine.connect().then(onConnected, giveUp)
  }

  return {
    get connection() {
      return connection
    },
    connect,
    startAnew() {
      connection.close()
      connection = connectionTo(url, onError)
      isBegun = false
      for (const each of channels) each.isHeard = false
      connect()
    },
    subscribe: (channel, listener) => void channels.push({ channel, listener, isHeard: false }),
    listen() {
      for (const each of channels) {
        if (each.isHeard) continue
        each.isHeard = true
        connection.subscribe(each.channel, each.listener).catch(() => {
          each.isHeard = false
        })
      }
    },
  }
}
