import { createClient, createCluster, type RedisClientOptions } from '@redis/client'

/** What the shop needs of a Redis, be it one server or a cluster. */
export interface RedisConnection {
  /** One command about one key. Those that are sent in the same tick travel together. */
  send(key: string, command: readonly string[]): Promise<unknown>
  publish(channel: string, message: string): Promise<unknown>
  /** Holds across reconnections. */
  subscribe(channel: string, listener: (message: string) => void): Promise<unknown>
  /** Resolves when each server that holds keys has answered. */
  ping(): Promise<unknown>
  isReady(): boolean
  /** Resolves when connected. One that is lost later comes back by itself. */
  connect(): Promise<unknown>
  close(): void
}

/** More are refused at once: whoever waits for so many gave up long ago. */
const COMMANDS_MAX = 20_000
const RETRY_MS_MAX = 1_000
const FIND_MS_MAX = 1_000

const OPTIONS: RedisClientOptions = {
  // A command is answered now, or done without.
  disableOfflineQueue: true,
  commandsQueueMaxLength: COMMANDS_MAX,
  // The library would arm a timer for each command. Ours is for several at once.
  commandOptions: { timeout: 0 },
  maintNotifications: 'disabled',
}

const reconnectStrategy = (retries: number): number => Math.min(RETRY_MS_MAX, 50 * 2 ** Math.min(retries, 6))

/** Several addresses with commas between them, or `?cluster=true`, are a cluster's. */
export function connectionTo(url: string, onError: (error: Error) => void): RedisConnection {
  const nodes = url.split(',').map((each) => each.trim())
  const isCluster = nodes.length > 1 || new URL(url).searchParams.get('cluster') === 'true'
  return isCluster ? toCluster(nodes.map(withoutQuery), onError) : toServer(withoutQuery(url), onError)
}

function withoutQuery(text: string): string {
  const url = new URL(text)
  url.search = ''
  return url.href
}

function toServer(url: string, onError: (error: Error) => void): RedisConnection {
  const client = createClient({ ...OPTIONS, url, socket: { reconnectStrategy } })
  client.on('error', onError)
  return {
    send: (_key, command) => client.sendCommand(command),
    publish: (channel, message) => client.publish(channel, message),
    subscribe: (channel, listener) => client.subscribe(channel, listener),
    ping: () => client.ping(),
    isReady: () => client.isReady,
    connect: () => client.connect(),
    close: () => client.destroy(),
  }
}

/** No command here has more than one key, so it does not matter where keys lie. */
function toCluster(urls: readonly string[], onError: (error: Error) => void): RedisConnection {
  const { username, password, protocol } = new URL(urls[0] ?? '')
  const tls = protocol === 'rediss:' ? { tls: true as const } : {}
  const cluster = createCluster({
    // One that hangs must not keep the others from being asked.
    rootNodes: urls.map((url) => ({
      url,
      socket: { socketTimeout: FIND_MS_MAX, connectTimeout: FIND_MS_MAX },
    })),
    defaults: {
      ...(OPTIONS as object),
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
      socket: { reconnectStrategy, ...tls },
    },
    topologyRefreshOnReconnectionAttemptStrategy: RETRY_MS_MAX,
  })
  let isClosed = false
  cluster.on('error', onError).on('node-error', onError)
  // It may be closed while it finds out which nodes there are, and then it connects to them all the same.
  cluster.on('node-connect', () => isClosed && cluster.destroy())
  return {
    send: (key, command) => cluster.sendCommand(key, false, [...command]),
    publish: (channel, message) => cluster.publish(channel, message),
    subscribe: (channel, listener) => cluster.subscribe(channel, listener),
    ping: () => Promise.all(cluster.masters.map(async (node) => (await cluster.nodeClient(node)).ping())),
    isReady: () => cluster.isReady,
    connect: () => cluster.connect(),
    close() {
      isClosed = true
      cluster.destroy()
    },
  }
}
