import cluster from 'node:cluster'
import { once } from 'node:events'
import { readConfig } from '#config'
import { createSqliteEngine } from '#store/sqlite/engine.ts'
import { closeShop, openShop } from '../serve.ts'
import type { Orders, Report, Word } from './messages.ts'
import { createPeers } from './peers.ts'

// One of several processes that serve on one port.

const { isFirst, writerAddress } = JSON.parse(process.argv[2] ?? '{}') as Orders
let stop = (_reason: string): void => process.exit(0)
let stopping = false

function stopOnce(reason: string): void {
  if (stopping) return
  stopping = true
  stop(reason)
}

// Told by a message and, where a terminal or a supervisor tells all its processes, by a signal as well.
process.on('SIGTERM', stopOnce)
process.on('SIGINT', stopOnce)

const report = (message: Report) => {
  // Where the one that watches over all is gone, so is this one in a moment.
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}
const peers = createPeers(report)
process.on('message', (word: Word) => {
  if (word.say === 'stop') stopOnce('told to')
  else peers.hear(word)
})

const config = readConfig()
const { database } = config
const engine =
  database.kind === 'sqlite' && writerAddress
    ? createSqliteEngine({ file: database.file, writer: { address: writerAddress } })
    : undefined
const { app, ...opening } = await openShop(config, { isFirst, peers, ...(engine && { engine }) })
async function close(): Promise<void> {
  await app.close()
  await leave()
}
stop = (reason) => void closeShop({ ...app, close }, reason)
report({ say: 'open', opening })

/**
 * Connections that the first process had on their way here are refused, and go to others: none is left by the
 * time that it answers. Whoever just ended would leave them without an answer for ever.
 */
async function leave(): Promise<void> {
  if (!process.connected) return
  const left = once(process, 'disconnect')
  cluster.worker?.disconnect()
  await left
}
