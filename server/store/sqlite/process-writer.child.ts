import { listenForCommits } from './process-writer.ts'

// A process that writes for others until it is killed.
const [file = '', address = ''] = process.argv.slice(2)
await listenForCommits(file, address)
process.stdout.write('listening\n')
