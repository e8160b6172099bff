import { BSON } from 'mongodb'
import { type Doc, isDoc, toNumber } from './values.ts'

/** How the stand-in presents itself: the one member of a replica set, primary most of the time. */
export interface Member {
  readonly setName: string
  readonly host: string
  readonly isPrimary: boolean
  /** No longer primary, or primary again with a new term. */
  setPrimary(isPrimary: boolean): void
  topologyVersion(): Doc
  /** Whether a client that knows this version has nothing new to hear. */
  isCurrent(topologyVersion: unknown): boolean
  /** Resolves when the role changes. */
  changed(): Promise<void>
  hello(): Doc
}

interface MemberOptions {
  readonly setName: string
  readonly host: string
  readonly maxWireVersion: number
  now(): number
}

export const DOCUMENT_BYTES_MAX = 16_777_216
export const MESSAGE_BYTES_MAX = 48_000_000
const WRITE_BATCH_MAX = 100_000
const SESSION_MINUTES = 30

/** Election ids grow with the term, so that drivers know the newer primary. */
const electionIdOf = (term: number) => new BSON.ObjectId(`7fffffff${term.toString(16).padStart(16, '0')}`)

export function createMember({ setName, host, maxWireVersion, now }: MemberOptions): Member {
  const processId = new BSON.ObjectId()
  let isPrimary = true
  let counter = 6
  let term = 1
  let change = Promise.withResolvers<void>()

  const topologyVersion = () => ({ processId, counter: BSON.Long.fromNumber(counter) })

  return {
    setName,
    host,
    get isPrimary() {
      return isPrimary
    },
    setPrimary(next) {
      isPrimary = next
      if (next) term += 1
      counter += 1
      change.resolve()
      change = Promise.withResolvers()
    },
    topologyVersion,
    isCurrent(known) {
      if (!isDoc(known) || !(known.processId instanceof BSON.ObjectId)) return false
      return known.processId.equals(processId) && toNumber(known.counter) === counter
    },
    changed: () => change.promise,
    hello: () => ({
      topologyVersion: topologyVersion(),
      hosts: [host],
      setName,
      setVersion: 1,
      isWritablePrimary: isPrimary,
      secondary: !isPrimary,
      ...(isPrimary && { primary: host, electionId: electionIdOf(term) }),
      me: host,
      lastWrite: { lastWriteDate: new Date(now()) },
      maxBsonObjectSize: DOCUMENT_BYTES_MAX,
      maxMessageSizeBytes: MESSAGE_BYTES_MAX,
      maxWriteBatchSize: WRITE_BATCH_MAX,
      localTime: new Date(now()),
      logicalSessionTimeoutMinutes: SESSION_MINUTES,
      minWireVersion: 0,
      maxWireVersion,
      readOnly: false,
    }),
  }
}
