import type { Config } from '#config'
import type { Ctx, Log } from '#context'
import type { ReadyCheck } from '#http/health.ts'
import type { Route } from '#http/route.ts'
import type { Clock } from '#kernel/clock.ts'
import type { CustomField } from '#kernel/custom-field.ts'
import type { RecordedEvent } from '#kernel/event.ts'
import type { Ports } from '#kernel/port.ts'
import type { SettingsSection } from '#kernel/settings-section.ts'
import type { Collection } from '#store/collection.ts'
import type { Store } from '#store/store.ts'
import type { Job, Schedule, Subscriber } from '#work/handlers.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of collections of different documents
export type AnyCollection = Collection<any, any>

export type ForeignListener = (events: readonly RecordedEvent[]) => Promise<void> | void

/** What a module may touch while the app is put together, before the first request. */
export interface SetUp {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly ports: Ports
  readonly store: Store
  /** Adds a line to `/readyz`: something to wait for before traffic is sent here. */
  readyWhen(check: ReadyCheck): void
  /** Told of events that other processes committed, so that what is kept in memory can follow. */
  onForeignEvents(listener: ForeignListener): void
  /** Called when the shop opens, to begin what it need not wait for, such as building an index. */
  onOpen(begin: () => void): void
  /** Runs work as the shop itself, in one unit of work. */
  run<R>(work: (ctx: Ctx) => Promise<R>): Promise<R>
}

/**
 * A capability of the shop: what is stored, what is served, what is listened for. The built-in ones and
 * plugins are the same kind of object; `modules/index.ts` lists them in the order in which they may know each
 * other.
 */
export interface Module {
  readonly name: string
  readonly collections?: readonly AnyCollection[]
  readonly routes?: readonly Route[]
  /** Each permission with what it lets its holder do, in a sentence. */
  readonly permissions?: Readonly<Record<string, string>>
  /** What staff can set of it; see `settingsSection`. Read by `readSettings` of the settings module. */
  readonly settings?: SettingsSection
  /** What it adds to documents of other modules; see `customField`. */
  readonly fields?: readonly CustomField[]
  readonly subscribers?: readonly Subscriber[]
  // biome-ignore lint/suspicious/noExplicitAny: a list of jobs with different payloads
  readonly jobs?: readonly Job<any>[]
  readonly schedules?: readonly Schedule[]
  /** Fills ports, seeds what must exist, warms what is kept in memory. Runs in the order of the list. */
  setUp?(app: SetUp): Promise<void> | void
}
