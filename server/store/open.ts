import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Engine } from './engine.ts'
import type { Snapshot } from './snapshot.ts'

/** Where a shop's documents lie. */
export type Database =
  | { readonly kind: 'sqlite'; readonly file: string }
  | {
      readonly kind: 'postgres'
      readonly url: string
      /** Straight to the server, where `url` leads to a pooler that cannot pass notifications on. */
      readonly listenUrl?: string
    }
  | { readonly kind: 'mongodb'; readonly url: string }

/** Only the driver of the database in use is loaded. */
export async function openEngine(database: Database): Promise<Engine> {
  switch (database.kind) {
    case 'sqlite': {
      await mkdir(dirname(database.file), { recursive: true })
      const { createSqliteEngine } = await import('./sqlite/engine.ts')
      return createSqliteEngine({ file: database.file })
    }
    case 'postgres': {
      const { createPostgresEngine } = await import('./postgres/engine.ts')
      return createPostgresEngine(database)
    }
    case 'mongodb': {
      const { createMongoEngine } = await import('./mongodb/engine.ts')
      return createMongoEngine(database)
    }
  }
}

/** The store as it is now, held still. */
export async function openSnapshot(database: Database): Promise<Snapshot> {
  switch (database.kind) {
    case 'sqlite': {
      const { openSqliteSnapshot } = await import('./sqlite/snapshot.ts')
      return openSqliteSnapshot(database)
    }
    case 'postgres': {
      const { openPostgresSnapshot } = await import('./postgres/snapshot.ts')
      return openPostgresSnapshot(database)
    }
    case 'mongodb': {
      const { openMongoSnapshot } = await import('./mongodb/snapshot.ts')
      return openMongoSnapshot(database)
    }
  }
}
