import { enableCompileCache } from 'node:module'

// What Node makes of the sources is kept for the next start, which then takes half the time and 20 MB less:
// it does not even load what strips their types. That is why this file is JavaScript, and imports nothing
// else before.
enableCompileCache()
await import('./main.ts')
