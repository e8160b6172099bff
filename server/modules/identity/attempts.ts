import { hash } from 'node:crypto'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#kernel/clock.ts'
import { randomText } from '#kernel/id.ts'
import { networkOf } from '#kernel/network.ts'
import { countedAlone, type SharedCount, type SharedCounts } from '#kernel/shared-counts.ts'

/** How failures slow down the next try. Times in milliseconds. */
export interface Slowdown {
  /** As many are free: everybody mistypes. */
  readonly free: number
  /** The wait after the first that is not; each one more doubles it. */
  readonly firstMs: number
  readonly capMs: number
  /** After so long without a failure they are forgotten. */
  readonly forgottenMs: number
}

/** One account from one place: who guesses here hits nobody but themselves, so it grows long. */
const PAIR: Slowdown = { free: 5, firstMs: SECOND_MS, capMs: 15 * MINUTE_MS, forgottenMs: 6 * HOUR_MS }
/** One place, whatever accounts: behind it may be an office. */
const PLACE: Slowdown = { free: 30, firstMs: SECOND_MS, capMs: 5 * MINUTE_MS, forgottenMs: HOUR_MS }
/**
 * One account from everywhere. Mild, since strangers can bring it about: it is there to make thousands of
 * machines as slow as one. Where the owner signed in before it does not count at all.
 */
const ACCOUNT: Slowdown = { free: 100, firstMs: SECOND_MS, capMs: 30 * SECOND_MS, forgottenMs: HOUR_MS }

export const SLOWDOWNS = { PAIR, PLACE, ACCOUNT } as const

/** Of each kind. The one that failed longest ago makes room. */
const TALLIES_MAX = 20_000

interface Tally {
  readonly failures: number
  readonly lastAt: number
  /** Those of all processes, when this one counted last. */
  readonly total: number
}

const NO_TALLY: Tally = { failures: 0, lastAt: 0, total: 0 }

export interface Attempts {
  /** Counts a try before it is made, so that a hundred at once are a hundred. */
  begin(who: Who, now: number): Attempt
  /** For how long nobody may try, in milliseconds; 0 where they may. */
  waitMs(who: Who, now: number): { here: number; anywhere: number }
  readonly size: number
}

export interface Who {
  /** As it was typed, in the form in which addresses are compared. There need be no such account. */
  readonly email: string
  readonly address: string
}

export interface Attempt {
  /** Whether from here on it is slow, which it was not before. */
  readonly isFirstSlow: boolean
  /**
   * It was right, or not made after all. Older failures stay: who has a second account with the address could
   * else take their own guesses back by signing in to it.
   */
  takeBack(): void
}

/**
 * Failures in the memory of this process, by what no one can read an address from, together with those that
 * other processes have counted.
 */
export function createAttempts(shared: SharedCounts = countedAlone): Attempts {
  const salt = randomText(32)
  const pairs = createTallies(PAIR, openFor(shared, 'pair', PAIR))
  const places = createTallies(PLACE, openFor(shared, 'place', PLACE))
  const accounts = createTallies(ACCOUNT, openFor(shared, 'account', ACCOUNT))

  const keysOf = ({ email, address }: Who) => {
    const account = hash('sha256', `${salt} ${email}`, 'base64url')
    const place = networkOf(address)
    return {
      account: { here: account, shared: email },
      place: { here: place, shared: place },
      pair: { here: `${account} ${place}`, shared: `${email} ${place}` },
    }
  }
  return {
    waitMs(who, now) {
      const { account, place, pair } = keysOf(who)
      // Where a proxy is not named in TRUST_PROXY, everybody seems to come from this machine.
      const isShared = isThisMachine(place.here)
      const slowPair = isShared ? { ...PAIR, capMs: ACCOUNT.capMs } : PAIR
      const here = Math.max(pairs.waitMs(pair, now, slowPair), isShared ? 0 : places.waitMs(place, now))
      return { here, anywhere: accounts.waitMs(account, now) }
    },
    begin(who, now) {
      const { account, place, pair } = keysOf(who)
      const isFirstSlow = [pairs.add(pair, now), accounts.add(account, now)].includes(true)
      places.add(place, now)
      return {
        isFirstSlow,
        takeBack() {
          pairs.takeBack(pair)
          places.takeBack(place)
          accounts.takeBack(account)
        },
      }
    },
    get size() {
      return pairs.size() + places.size() + accounts.size()
    },
  }
}

const openFor = (shared: SharedCounts, name: string, { free, forgottenMs }: Slowdown): SharedCount =>
  shared.open({ name: `attempts ${name}`, keptMs: forgottenMs, since: 'last', watchFrom: free })

/** What a tally goes by in this process, and what it goes by in all of them. */
interface Key {
  readonly here: string
  readonly shared: string
}

function createTallies(slowdown: Slowdown, shared: SharedCount) {
  const { free, forgottenMs } = slowdown
  const tallies = new Map<string, Tally>()
  const set = (key: string, tally: Tally) => {
    tallies.delete(key)
    tallies.set(key, tally)
    const [oldest] = tallies.keys()
    if (tallies.size > TALLIES_MAX && oldest !== undefined) tallies.delete(oldest)
  }
  const current = (key: string, now: number): Tally => {
    const tally = tallies.get(key)
    return tally && now - tally.lastAt < forgottenMs ? tally : NO_TALLY
  }
  return {
    waitMs(key: Key, now: number, slow: Slowdown = slowdown): number {
      const { failures, lastAt } = current(key.here, now)
      const others = shared.add(key.shared, 0)
      const lastOfAll = others.count > 0 ? Math.max(lastAt, now + others.leftMs - forgottenMs) : lastAt
      return Math.max(0, lastOfAll + delayMs(failures + others.count, slow) - now)
    },
    /** Answers whether there are more than are free now, and were not when this process last counted. */
    add(key: Key, now: number): boolean {
      const before = current(key.here, now)
      const failures = before.failures + 1
      const total = failures + shared.add(key.shared, 1).count
      set(key.here, { failures, lastAt: now, total })
      return before.total < free && total >= free
    },
    takeBack(key: Key): void {
      shared.add(key.shared, -1)
      const tally = tallies.get(key.here)
      if (!tally) return
      if (tally.failures === 1) tallies.delete(key.here)
      else tallies.set(key.here, { ...tally, failures: tally.failures - 1, total: tally.total - 1 })
    },
    size: () => tallies.size,
  }
}

export const delayMs = (failures: number, { free, firstMs, capMs }: Slowdown): number =>
  failures < free ? 0 : Math.min(capMs, firstMs * 2 ** (failures - free))

const isThisMachine = (place: string) => place.startsWith('127.') || place === '0:0:0:0::/64' || place === ''
