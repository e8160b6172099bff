import { collection } from '#store/collection.ts'
import { type ApiKey, type KeyUse, keyFaults } from './api-key.ts'

export const keys = collection<ApiKey, 'byHash' | 'byRevocation'>({
  name: 'api-keys',
  missing: keyFaults.missing,
  indexes: {
    byHash: { fields: ['hash'], unique: true },
    byRevocation: { fields: ['revocation.at'] },
  },
})

/** One for each key that was ever used, with the key's id. */
export const keyUses = collection<KeyUse>({ name: 'api-key-uses', indexes: {} })
