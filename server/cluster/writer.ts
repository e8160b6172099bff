import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { listenForCommits } from '#store/sqlite/process-writer.ts'

// The process that writes to the SQLite file for all that serve. It ends when the one that began it lets go
// of it, and nobody is connected any more.

const [file = '', address = ''] = process.argv.slice(2)

// A terminal tells all its processes at once: those that serve still have something to write.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

const listener = await listenForCommits(file, address)
process.on('disconnect', async () => {
  await listener.close()
  // Nobody else is left to do so where the one that began it was killed.
  rmSync(dirname(address), { recursive: true, force: true })
  process.exit(0)
})
process.send?.('listening')
