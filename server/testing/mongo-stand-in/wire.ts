import { RawList } from './cursors.ts'
import { type Doc, isDoc, parse, serialize, setOwn } from './values.ts'

/*
 * MongoDB's wire protocol, as its documentation gives it: OP_MSG, and OP_QUERY for the first greeting.
 */

const HEADER_BYTES = 16
const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const CHECKSUM_PRESENT = 1
const MORE_TO_COME = 2
const EXHAUST_ALLOWED = 1 << 16
const CHECKSUM_BYTES = 4

export interface Message {
  readonly requestId: number
  readonly command: Doc
  readonly db: string
  /** Answered by OP_REPLY. */
  readonly isLegacy: boolean
  /** The client wants no answer. */
  readonly isUnacknowledged: boolean
  /** The client takes one answer after another without asking again. */
  readonly isExhaustAllowed: boolean
}

/** Cuts a stream of bytes into messages. */
export function createFramer(bytesMax: number): (chunk: Buffer) => Buffer[] {
  let pending: Buffer[] = []
  let length = 0
  return (chunk) => {
    pending.push(chunk)
    length += chunk.length
    const messages: Buffer[] = []
    while (length >= 4) {
      if ((pending[0] as Buffer).length < 4) pending = [Buffer.concat(pending)]
      const size = (pending[0] as Buffer).readInt32LE(0)
      if (size < HEADER_BYTES || size > bytesMax) throw new RangeError(`a message of ${size} bytes`)
      if (length < size) break
      const all = pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending)
      messages.push(all.subarray(0, size))
      length -= size
      pending = length > 0 ? [all.subarray(size)] : []
    }
    return messages
  }
}

export function readMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4)
  const opCode = bytes.readInt32LE(12)
  if (opCode === OP_MSG) return readMsg(bytes, requestId)
  if (opCode === OP_QUERY) return readQuery(bytes, requestId)
  throw new RangeError(`an unknown kind of message: ${opCode}`)
}

function readMsg(bytes: Buffer, requestId: number): Message {
  const flags = bytes.readUInt32LE(HEADER_BYTES)
  const end = bytes.length - (flags & CHECKSUM_PRESENT ? CHECKSUM_BYTES : 0)
  let command: Doc = {}
  const sequences: [string, Doc[]][] = []
  let at = HEADER_BYTES + 4
  while (at < end) {
    const kind = bytes[at]
    const size = bytes.readInt32LE(at + 1)
    const section = bytes.subarray(at + 1, at + 1 + size)
    if (kind === 0) command = parse(section)
    else if (kind === 1) sequences.push(readSequence(section))
    else throw new RangeError(`an unknown kind of section: ${kind}`)
    at += 1 + size
  }
  for (const [field, docs] of sequences) setOwn(command, field, docs)
  return {
    requestId,
    command,
    db: String(command.$db ?? 'admin'),
    isLegacy: false,
    isUnacknowledged: (flags & MORE_TO_COME) !== 0,
    isExhaustAllowed: (flags & EXHAUST_ALLOWED) !== 0,
  }
}

function readSequence(section: Buffer): [string, Doc[]] {
  const nameEnd = section.indexOf(0, 4)
  const docs: Doc[] = []
  for (let at = nameEnd + 1; at < section.length; ) {
    const size = section.readInt32LE(at)
    docs.push(parse(section.subarray(at, at + size)))
    at += size
  }
  return [section.toString('utf8', 4, nameEnd), docs]
}

function readQuery(bytes: Buffer, requestId: number): Message {
  const nameEnd = bytes.indexOf(0, HEADER_BYTES + 4)
  const ns = bytes.toString('utf8', HEADER_BYTES + 4, nameEnd)
  const from = nameEnd + 9
  const query = parse(bytes.subarray(from, from + bytes.readInt32LE(from)))
  const command = isDoc(query.$query) ? query.$query : query
  const db = ns.slice(0, Math.max(0, ns.indexOf('.')))
  return { requestId, command, db, isLegacy: true, isUnacknowledged: false, isExhaustAllowed: false }
}

export interface Answer {
  readonly to: Pick<Message, 'requestId' | 'isLegacy'>
  readonly id: number
  readonly reply: Doc
  /** Another answer follows by itself. */
  readonly hasMore?: boolean
}

export function writeAnswer({ to, id, reply, hasMore = false }: Answer): Buffer {
  const body = serializeReply(reply)
  const extra = to.isLegacy ? legacyHead() : Buffer.from([hasMore ? MORE_TO_COME : 0, 0, 0, 0, 0])
  const head = Buffer.alloc(HEADER_BYTES)
  head.writeInt32LE(HEADER_BYTES + extra.length + body.length, 0)
  head.writeInt32LE(id, 4)
  head.writeInt32LE(to.requestId, 8)
  head.writeInt32LE(to.isLegacy ? OP_REPLY : OP_MSG, 12)
  return Buffer.concat([head, extra, body])
}

/** Flags, a cursor, where it starts, and how many documents there are: one. */
function legacyHead(): Buffer {
  const head = Buffer.alloc(20)
  head.writeInt32LE(8, 0)
  head.writeInt32LE(1, 16)
  return head
}

const DOCUMENT = 3
const ARRAY = 4

/** A reply whose cursor may hold documents as bytes. */
function serializeReply(reply: Doc): Uint8Array {
  const { cursor, ...rest } = reply
  if (!isDoc(cursor)) return serialize(reply)
  const list = Object.entries(cursor).find(([, value]) => value instanceof RawList)
  if (!list) return serialize(reply)
  const [name, { items }] = list as [string, RawList]
  const others = Object.fromEntries(Object.entries(cursor).filter(([key]) => key !== name))
  const array = wrap(items.map((item, at) => element(DOCUMENT, String(at), item)))
  const cursorDoc = wrap([element(ARRAY, name, array), fieldsOf(serialize(others))])
  return wrap([element(DOCUMENT, 'cursor', cursorDoc), fieldsOf(serialize(rest))])
}

const fieldsOf = (doc: Uint8Array) => doc.subarray(4, doc.length - 1)

const element = (type: number, name: string, value: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value])

function wrap(parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat([Buffer.alloc(4), ...parts, Buffer.alloc(1)])
  body.writeInt32LE(body.length, 0)
  return body
}
