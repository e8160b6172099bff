import type { FastifyInstance } from 'fastify'
import type { Fault } from '#kernel/fault.ts'
import { httpFaults } from './problem.ts'

export const DEPTH_MAX = 32
/** Keys and elements together. The largest product that a shop may have needs about 3,000. */
export const VALUES_MAX = 10_000
/** The longest text that any field takes is a fifth of this. */
export const STRING_CHARS_MAX = 100_000

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const BACKSLASH = 0x5c
const CLOSE_LIST = 0x5d
const OPEN = 0x7b
const CLOSE = 0x7d

const BYTE_ORDER_MARK = '\ufeff'

/** Many clients name a content type whether or not they send anything; nothing is then simply no body. */
export function acceptJson(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    let value: unknown
    try {
      value = body === '' ? undefined : readJson(body as string)
    } catch (error) {
      done(error as Error)
      return
    }
    done(null, value)
  })
}

/**
 * JSON within bounds. Depth and number are counted before anything is made of the text. Refused are, too:
 * a name that stands twice in one object, since programs differ in which of the two they go by; names that
 * reach for the prototype; and text that no database has to be able to keep.
 */
export function readJson(text: string): unknown {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const names = countNames(json)
  const value = parse(json)
  const isOdd = json.includes('\\u')
  if (countChecked(value, isOdd) !== names) {
    throw httpFaults.malformed({ message: 'The body has an object in which the same field stands twice.' })
  }
  return value
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    // The parser's own words quote the body, which may hold a password.
    const at = /position (\d+)/.exec(String(cause))?.[1]
    const where = at === undefined ? '' : ` It goes wrong at character ${at}.`
    throw httpFaults.malformed({ message: `The body is not valid JSON.${where}`, cause })
  }
}

const tooMuch = (what: string): Fault =>
  httpFaults.tooLarge({ message: `The body ${what}. Send less at once.` })

/** The names as they are written, in all objects together. */
function countNames(json: string): number {
  let names = 0
  let values = 0
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === QUOTE) at = endOfString(json, at)
    else if (code === OPEN || code === OPEN_LIST) depth++
    else if (code === CLOSE || code === CLOSE_LIST) depth--
    else if (code === COMMA) values++
    else if (code === COLON) names++
    else continue
    if (depth > DEPTH_MAX) throw tooMuch(`is nested more than ${DEPTH_MAX} levels deep`)
    if (values > VALUES_MAX) throw tooMuch(`holds more than ${VALUES_MAX} values`)
  }
  return names
}

function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1)
  while (end !== -1 && isEscaped(json, end)) end = json.indexOf('"', end + 1)
  // An end that is missing is for the parser to tell.
  if (end === -1) return json.length
  if (end - start > STRING_CHARS_MAX) {
    throw tooMuch(`holds a text of more than ${STRING_CHARS_MAX} characters`)
  }
  return end
}

function isEscaped(json: string, quote: number): boolean {
  let at = quote - 1
  while (json.charCodeAt(at) === BACKSLASH) at--
  return (quote - at) % 2 === 0
}

/** The names as they came out: fewer than were written where one stood twice. */
function countChecked(value: unknown, isOdd: boolean): number {
  if (typeof value === 'string') {
    if (isOdd) checkText(value)
    return 0
  }
  if (typeof value !== 'object' || value === null) return 0
  let names = 0
  if (Array.isArray(value)) {
    for (const each of value) names += countChecked(each, isOdd)
    return names
  }
  for (const name in value) {
    const each = (value as Record<string, unknown>)[name]
    checkName(name, each)
    if (isOdd) checkText(name)
    names += 1 + countChecked(each, isOdd)
  }
  return names
}

function checkName(name: string, value: unknown): void {
  const reaches = name === '__proto__' || (name === 'constructor' && isObjectWithPrototype(value))
  if (reaches)
    throw httpFaults.malformed({ message: `The body has a field "${name}", which nothing here is.` })
}

const isObjectWithPrototype = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype')

/** Only an escape can bring these in: of text that arrives as it is, the decoder has made something whole. */
function checkText(text: string): void {
  if (text.isWellFormed() && !text.includes('\0')) return
  throw httpFaults.malformed({ message: 'The body has a text with the character \\u0000 or half of one.' })
}
