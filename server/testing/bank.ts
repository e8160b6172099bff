import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ChargeOutcome, PaymentProvider } from '#modules/payments/provider.ts'

export interface Bank extends PaymentProvider {
  /** The keys of all payments that it holds money for. */
  holds(): string[]
}

type Entry = 'captured' | 'returned'

const PAUSE_MAX_MS = 25

/**
 * A provider that is somewhere else: it takes its time, and a file for each payment outlives whoever asked
 * for it.
 */
export function createBank(dir: string): Bank {
  mkdirSync(dir, { recursive: true })
  const fileOf = (key: string) => join(dir, key)
  const write = (key: string, entry: Entry) => writeFileSync(fileOf(key), entry)
  const read = (key: string) => (existsSync(fileOf(key)) ? readFileSync(fileOf(key), 'utf8') : undefined)
  const outcomeOf = (key: string): ChargeOutcome => {
    const entry = read(key)
    if (entry === undefined) return { status: 'unknown' }
    if (entry === 'captured') return { status: 'captured', reference: key }
    return { status: 'declined', reference: key, reason: 'It was called off.' }
  }
  return {
    name: 'bank',
    async charge({ key }) {
      await pause(Math.random() * PAUSE_MAX_MS)
      if (!read(key)) write(key, 'captured')
      await pause(Math.random() * PAUSE_MAX_MS)
      return outcomeOf(key)
    },
    async lookUp({ key }) {
      return outcomeOf(key)
    },
    async giveBack({ key }) {
      const status = read(key) === 'captured' ? 'refunded' : 'voided'
      write(key, 'returned')
      return { status }
    },
    readNotice: () => undefined,
    holds: () => readdirSync(dir).filter((key) => read(key) === 'captured'),
  }
}
