import { enableCompileCache } from 'node:module'

// As in start.js.
enableCompileCache()
await import('./writer.ts')
