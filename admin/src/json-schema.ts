/** As much of JSON Schema as settings and custom fields are described by. */
export interface FieldSchema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly FieldSchema[]
  readonly oneOf?: readonly FieldSchema[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly items?: FieldSchema
  readonly 'x-secret'?: boolean
}

export interface ObjectSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly required?: readonly string[]
}

type Kind =
  | 'choice'
  | 'country'
  | 'currency'
  | 'switch'
  | 'number'
  | 'secret'
  | 'email'
  | 'lines'
  | 'prose'
  | 'text'

export interface Field {
  readonly kind: Kind
  /** Null may be said, and means: none. */
  readonly isNullable: boolean
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly schema: FieldSchema
}

/** `pricesIncludeTax` → `Prices include tax` */
export function toLabel(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What kind of input the schema asks for. */
export function toField(name: string, given: FieldSchema): Field {
  const options = given.anyOf ?? given.oneOf ?? []
  const isNullable =
    options.some(({ type }) => type === 'null') || (Array.isArray(given.type) && given.type.includes('null'))
  const real = options.filter(({ type }) => type !== 'null')
  const only = real.length === 1 ? real[0] : undefined
  const schema = { ...given, ...only }
  const values = schema.enum ?? (real.length > 1 && real.every((each) => 'const' in each) ? real : [])
  const choices = values.map((each) => toChoice(each))
  return { kind: choices.length > 0 ? 'choice' : kindOf(name, schema), isNullable, choices, schema }
}

function toChoice(each: unknown): { value: string; label: string } {
  const isSchema = typeof each === 'object' && each !== null && 'const' in each
  const { const: value, title } = isSchema ? (each as FieldSchema) : { const: each, title: undefined }
  return { value: String(value), label: title ?? toLabel(String(value)) }
}

/** The value itself of what was chosen by its text: numbers stay numbers. */
export function chosenValue({ schema }: Field, chosen: string | null): unknown {
  const { anyOf = [], oneOf = [] } = schema
  const values = schema.enum ?? [...anyOf, ...oneOf].map((each) => each.const)
  return values.find((each) => String(each) === chosen) ?? chosen
}

const LONG_CHARS = 200

function kindOf(name: string, schema: FieldSchema): Kind {
  const { type, format, maxLength = 0 } = schema
  const types = [type].flat()
  if (types.includes('boolean')) return 'switch'
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (types.includes('array')) return 'lines'
  if (schema['x-secret']) return 'secret'
  if (format === 'email' || /email$/i.test(name)) return 'email'
  if (format === 'country' || /^country(Code)?$/i.test(name)) return 'country'
  if (format === 'currency' || name === 'currency') return 'currency'
  return maxLength > LONG_CHARS ? 'prose' : 'text'
}

/** Where there is no value yet: the default, or what an empty input holds. */
export function initialOf(schema: ObjectSchema, values: Readonly<Record<string, unknown>> = {}) {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, field]) => [
      name,
      values[name] ?? field.default ?? emptyOf(toField(name, field).kind),
    ]),
  ) as Record<string, unknown>
}

const emptyOf = (kind: Kind): unknown =>
  kind === 'switch' ? false : kind === 'lines' ? [] : kind === 'number' ? null : ''

/** Only what is different from before: what a PATCH wants. An emptied field is null. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
) {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value ?? '') !== JSON.stringify(before[name] ?? ''),
  )
  return Object.fromEntries(changed.map(([name, value]) => [name, value === '' ? null : value]))
}
