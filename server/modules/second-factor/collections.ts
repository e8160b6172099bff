import { collection, type Document } from '#store/collection.ts'
import { type Factors, factorFaults } from './factors.ts'

/** What seals secrets where the configuration names no key. There is one. */
export interface VaultKey extends Document {
  readonly key: string
}

export const secondFactors = collection<Factors>({
  name: 'second-factors',
  missing: factorFaults.missing,
  indexes: {},
})

export const vaultKeys = collection<VaultKey>({ name: 'vault-keys', indexes: {} })
