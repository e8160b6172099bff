import { Fault } from '#kernel/fault.ts'
import { fromDecimal, type Money } from '#kernel/money.ts'
import type { Columns } from './header.ts'
import { LABEL_CHARS_MAX, URL_CHARS_MAX, WEIGHT_GRAMS_MAX } from './product-draft.ts'

/** Something wrong in a row, in a sentence. */
export interface Problem {
  readonly line: number
  readonly reason: string
}

/**
 * A row while it is read. The readers below never throw: they note what is wrong in `problems` and answer
 * something harmless, so that all that is wrong with a product is found at once. A draft is only used if
 * nothing was noted.
 */
export interface Row<C extends string> {
  readonly line: number
  readonly cells: readonly (string | undefined)[]
  readonly columns: Columns<C>
  readonly problems: Problem[]
}

const SHOWN_CHARS = 60

export const quoted = (text: string): string =>
  `"${text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text}"`

/** The trimmed cell; empty where the file has no such column. */
export const cell = <C extends string>(row: Row<C>, column: C): string =>
  row.cells[row.columns.at[column]]?.trim() ?? ''

/** Notes a problem with a cell, named as the file's header names it. */
export function complain<C extends string>(row: Row<C>, column: C, what: string): void {
  const label = row.columns.header[row.columns.at[column]]?.trim() ?? column
  row.problems.push({ line: row.line, reason: `${label}: ${what}` })
}

/** One line of text: white space made single, control characters and excessive length refused. */
export const textLine = <C extends string>(row: Row<C>, column: C, charsMax = LABEL_CHARS_MAX): string =>
  tidy(cell(row, column), charsMax, (what) => complain(row, column, what))

export function tidy(text: string, charsMax: number, refuse: (what: string) => void): string {
  const line = /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text
  if (/\p{Cc}/u.test(line)) refuse(`${quoted(line.replace(/\p{Cc}/gu, '�'))} has control characters.`)
  else if (line.length > charsMax) refuse(`${quoted(line)} is longer than ${charsMax} characters.`)
  return line
}

/** `true` or `false` in any case, or 1 or 0; the fallback where empty. */
export function flag<C extends string>(row: Row<C>, column: C, fallback: boolean): boolean {
  const text = cell(row, column)
  if (text === '') return fallback
  const word = text.toLowerCase()
  if (word === 'true' || word === '1') return true
  if (word !== 'false' && word !== '0') complain(row, column, `${quoted(text)} is neither true nor false.`)
  return false
}

/** A whole number from zero; zero where empty. */
export function wholeNumber<C extends string>(row: Row<C>, column: C, max: number): number {
  const text = cell(row, column)
  if (text === '') return 0
  const number = /^-?\d{1,15}(?:\.0*)?$/.test(text) ? Number(text) : Number.NaN
  if (number >= 0 && number <= max) return number
  if (number < 0) complain(row, column, `${quoted(text)} is below zero.`)
  else if (number > max) complain(row, column, `${quoted(text)} is more than ${max}.`)
  else complain(row, column, `${quoted(text)} is not a whole number.`)
  return 0
}

/** An amount that is not negative, or undefined where empty. */
export function amount<C extends string>(row: Row<C>, column: C, currency: string): Money | undefined {
  const text = cell(row, column)
  if (text === '') return undefined
  const money = toMoney(row, column, currency)
  if (money && money.amount < 0) complain(row, column, `${quoted(text)} is below zero.`)
  return money
}

function toMoney<C extends string>(row: Row<C>, column: C, currency: string): Money | undefined {
  const text = cell(row, column)
  try {
    return fromDecimal(text, currency)
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    const isShort = text.length <= SHOWN_CHARS
    complain(row, column, isShort ? fault.message : `${quoted(text)} is not an amount of money.`)
    return undefined
  }
}

/** A weight in grams, rounded to whole ones; zero where empty. */
export function weightGrams<C extends string>(row: Row<C>, column: C, gramsPerUnit = 1): number {
  const text = cell(row, column)
  if (text === '') return 0
  const isWeight = /^(?:\d{1,9}(?:\.\d{0,12})?|\.\d{1,12})$/.test(text)
  const grams = isWeight ? Math.round(Number(text) * gramsPerUnit) : Number.NaN
  if (grams <= WEIGHT_GRAMS_MAX) return grams
  complain(
    row,
    column,
    `${quoted(text)} is not a weight from zero to ${WEIGHT_GRAMS_MAX / 1_000_000} tonnes.`,
  )
  return 0
}

/** The address of a picture, as written. */
export function webAddress<C extends string>(row: Row<C>, column: C): string {
  const url = cell(row, column)
  const what = addressProblem(url)
  if (what) complain(row, column, what)
  return url
}

/** Says what is wrong with an address, or nothing. */
export function addressProblem(url: string): string | undefined {
  if (url.length > URL_CHARS_MAX) return `${quoted(url)} is longer than ${URL_CHARS_MAX} characters.`
  if (!/^https?:\/\/[^\s\p{Cc}]+$/iu.test(url) || !URL.canParse(url)) {
    return `${quoted(url)} is not an address that begins with http:// or https://.`
  }
  return undefined
}
