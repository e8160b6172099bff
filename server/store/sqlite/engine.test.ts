import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EngineUnderTest, engineConformance } from '#store/engine.conformance.ts'
import { createSqliteEngine } from './engine.ts'

async function openTemporary(writer: 'inline' | 'worker'): Promise<EngineUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'marketsquare-sqlite-'))
  const open = () => createSqliteEngine({ file: join(directory, 'store.db'), writer })
  let engine = open()
  return {
    engine,
    async reopen() {
      await engine.close()
      engine = open()
      return engine
    },
    async destroy() {
      await engine.close()
      await rm(directory, { recursive: true })
    },
  }
}

for (const writer of ['inline', 'worker'] as const)
  engineConformance(`SQLite (${writer} writer)`, () => openTemporary(writer))
