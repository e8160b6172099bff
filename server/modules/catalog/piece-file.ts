import { closeSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { randomText } from '#kernel/id.ts'
import type { Piece } from './pieces.ts'

/** Holds the rendered products that memory has no room for. */
export interface PieceFile {
  /** By id or handle, as it was put. */
  find(idOrHandle: string): Piece | undefined
  /** Answers whether it is kept. */
  put(piece: Piece): boolean
  clear(): void
}

export interface PieceFileInit {
  /** Where the file lies. It has no name there, so it is gone when the process is. */
  readonly dir: string
  readonly bytesMax: number
  readonly piecesMax: number
  /** Told, once, why there can be no file. Nothing is kept from then on. */
  onFailure(error: unknown): void
}

/** Where a piece lies: its head, which is everything but its JSON, and then that. */
interface Place {
  readonly at: number
  readonly headBytes: number
  readonly bytes: number
  readonly since: number
}

/**
 * A scratch file: what is asked for lies in the system's memory anyway, and reading it costs a thirtieth of
 * rendering it again. Pieces are appended and never changed; when the file is full it starts anew.
 */
export function createPieceFile({ dir, bytesMax, piecesMax, onFailure }: PieceFileInit): PieceFile {
  const places = new Map<string, Place>()
  let file: number | undefined
  let isBroken = false
  let end = 0

  function clear(): void {
    places.clear()
    end = 0
  }

  function giveUp(error: unknown): void {
    isBroken = true
    clear()
    if (file !== undefined) closeSync(file)
    file = undefined
    onFailure(error)
  }

  function append(piece: Piece): void {
    file ??= openNameless(dir)
    const head = toHead(piece)
    const record = Buffer.from(head + piece.json)
    // Each piece is found by two keys.
    if (end + record.length > bytesMax || places.size >= piecesMax * 2) clear()
    if (writeSync(file, record, 0, record.length, end) < record.length) throw new Error('The disk is full.')
    const headBytes = Buffer.byteLength(head)
    const place = { at: end, headBytes, bytes: record.length, since: piece.since }
    end += record.length
    places.set(piece.id, place)
    places.set(piece.handle, place)
  }

  return {
    find(idOrHandle) {
      const place = places.get(idOrHandle)
      if (!place || file === undefined) return undefined
      try {
        return readPiece(file, place)
      } catch (error) {
        giveUp(error)
        return undefined
      }
    },
    put(piece) {
      if (isBroken) return false
      try {
        append(piece)
      } catch (error) {
        giveUp(error)
      }
      return !isBroken
    },
    clear,
  }
}

function openNameless(dir: string): number {
  mkdirSync(dir, { recursive: true })
  const path = join(dir, `pieces-${randomText(16)}.tmp`)
  const file = openSync(path, 'wx+', 0o600)
  unlinkSync(path)
  return file
}

/** There is no space in any of these. */
const toHead = ({ id, handle, etag, madeOf }: Piece): string => [id, handle, etag, ...madeOf].join(' ')

/** What is read goes through here: a buffer for each piece would be most of the work. */
let passage = Buffer.allocUnsafeSlow(65_536)

function readPiece(file: number, { at, headBytes, bytes, since }: Place): Piece {
  if (bytes > passage.length) passage = Buffer.allocUnsafeSlow(bytes)
  if (readSync(file, passage, 0, bytes, at) < bytes) throw new Error('The file of rendered products is cut.')
  const [id = '', handle = '', etag = '', ...madeOf] = passage.toString('utf8', 0, headBytes).split(' ')
  return { id, handle, etag, madeOf, since, json: passage.toString('utf8', headBytes, bytes) }
}
