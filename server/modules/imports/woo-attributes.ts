import { complain, quoted, tidy } from './cells.ts'
import type { PlacedVariant } from './check-draft.ts'
import { decodeEntities } from './html-entities.ts'
import { LABEL_CHARS_MAX } from './product-draft.ts'
import { splitList } from './woo-cells.ts'
import type { WooRow } from './woo-columns.ts'

/** An attribute of a variable product, with the values it offers. */
export interface Attribute {
  readonly name: string
  /** By the value in lower case, as variations may write it in another case. */
  readonly values: ReadonlyMap<string, string>
}

/** The option that an attribute becomes, with the values that are in use. */
export function toOption(
  { name, values }: Attribute,
  placed: readonly PlacedVariant[],
): { name: string; values: string[] } {
  const used = new Set(placed.map(({ variant }) => variant.options[name]))
  return { name, values: [...values.values()].filter((value) => used.has(value)) }
}

export const toKey = (text: string) => text.trim().toLowerCase()

const textAt = (row: WooRow, at: number) =>
  decodeEntities(row.cells[at] ?? '')
    .trim()
    .replace(/\s+/g, ' ')

/** What a row writes behind each of its attributes' names, by the name in lower case. */
export const attributeTexts = (row: WooRow): Map<string, string> =>
  new Map(
    row.columns.attributes
      .map(({ name, values }): [string, string] => [toKey(textAt(row, name)), textAt(row, values)])
      .filter(([name]) => name !== ''),
  )

/** What a variable product offers, by the attribute's name in lower case. */
export function attributesOf(parent: WooRow): Map<string, Attribute> {
  const attributes = parent.columns.attributes.map((slot): [string, Attribute] => {
    const name = textAt(parent, slot.name)
    const values = splitList(textAt(parent, slot.values), ',|').map((value): [string, string] => [
      toKey(value),
      value,
    ])
    return [toKey(name), { name, values: new Map(values) }]
  })
  return new Map(attributes.filter(([name]) => name !== ''))
}

/** Only what becomes an option must be short: other attributes may hold whole sentences. */
export function checkAttribute(parent: WooRow, { name, values }: Attribute): void {
  const refuse = (what: string) => complain(parent, 'type', `of the option ${quoted(name)}, ${what}`)
  for (const text of [name, ...values.values()]) tidy(text, LABEL_CHARS_MAX, refuse)
}

export function refuseUnknownNames(
  { row, named }: { row: WooRow; named: ReadonlyMap<string, string> },
  of: { parent: WooRow; offered: ReadonlyMap<string, Attribute> },
): void {
  for (const name of named.keys()) {
    if (!of.offered.has(name)) {
      complain(row, 'parent', `${quoted(name)} is not an attribute of the product on line ${of.parent.line}.`)
    }
  }
}

/** The value that a variation wrote, as its product spells it; undefined for any. */
export function valueIn(row: WooRow, written: string, { name, values }: Attribute): string | undefined {
  const text = written.replaceAll('\\,', ',')
  if (text === '') return undefined
  const value = values.get(toKey(text))
  if (value !== undefined) return value
  const known = quoted([...values.values()].slice(0, 10).join(', '))
  const reason = `${name}: ${quoted(text)} is not among the values of the product: ${known}.`
  row.problems.push({ line: row.line, reason })
  return text
}
