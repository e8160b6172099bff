import {
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import { CURRENCIES } from '../countries.ts'
import { chosenValue, type Field, type ObjectSchema, toField, toLabel } from '../json-schema.ts'
import { CountrySelect } from './country-select.tsx'

interface SchemaFormProps {
  /** Of an object: its properties become inputs, in their order. */
  readonly schema: ObjectSchema
  /** Begin with `initialOf(schema, values)`. */
  readonly values: Readonly<Record<string, unknown>>
  readonly onChange: (values: Record<string, unknown>) => void
  /** By name, as `fieldErrors(error)` or `form.errors` has them. */
  readonly errors?: Readonly<Record<string, unknown>>
  /** Before the names in `errors`, where the object lies within another one: `custom.` */
  readonly path?: string
  readonly isDisabled?: boolean
}

/** The inputs of an object that is described by a JSON Schema: of a module's settings, of custom fields. */
export function SchemaForm({
  schema,
  values,
  onChange,
  errors = {},
  path = '',
  isDisabled,
}: SchemaFormProps) {
  const required = new Set(schema.required)
  return (
    <Stack>
      {Object.entries(schema.properties ?? {}).map(([name, each]) => {
        const error = errors[`${path}${name}`]
        return (
          <SchemaInput
            key={name}
            name={`${path}${name}`}
            field={toField(name, each)}
            label={each.title ?? toLabel(name)}
            isRequired={required.has(name)}
            value={values[name]}
            error={typeof error === 'string' ? error : undefined}
            isDisabled={isDisabled ?? false}
            onChange={(value) => onChange({ ...values, [name]: value })}
          />
        )
      })}
    </Stack>
  )
}

interface SchemaInputProps {
  readonly name: string
  readonly field: Field
  readonly label: string
  readonly isRequired: boolean
  readonly value: unknown
  readonly error: string | undefined
  readonly isDisabled: boolean
  readonly onChange: (value: unknown) => void
}

/** One field by its kind. */
function SchemaInput({ name, label, isRequired, error, isDisabled, ...of }: SchemaInputProps) {
  const { kind, schema, isNullable } = of.field
  const usual = {
    label,
    description: schema.description,
    required: isRequired && !isNullable && kind !== 'switch',
    error,
    disabled: isDisabled,
    'data-path': name,
  }
  if (kind === 'choice' || kind === 'country' || kind === 'currency')
    return <ChoiceInput usual={usual} {...of} />
  if (kind === 'switch' || kind === 'number' || kind === 'lines') return <PlainInput usual={usual} {...of} />
  return <TextualInput usual={usual} {...of} />
}

interface InputProps extends Pick<SchemaInputProps, 'field' | 'value' | 'onChange'> {
  /** What all inputs take alike. */
  readonly usual: {
    readonly label: string
    readonly description: string | undefined
    readonly required: boolean
    readonly error: string | undefined
    readonly disabled: boolean
  }
}

function ChoiceInput({ usual, field, value, onChange }: InputProps) {
  const { kind, choices, isNullable } = field
  const chosen = value === null || value === undefined || value === '' ? null : String(value)
  const choose = (next: string | null) => onChange(chosenValue(field, next))
  const of = { ...usual, value: chosen, onChange: choose, clearable: isNullable }
  if (kind === 'country') return <CountrySelect {...of} />
  if (kind === 'currency') return <Select {...of} searchable limit={60} data={CURRENCIES} />
  return <Select {...of} data={[...choices]} />
}

function PlainInput({ usual, field: { kind, schema }, value, onChange }: InputProps) {
  if (kind === 'lines') {
    return <TagsInput {...usual} value={Array.isArray(value) ? value.map(String) : []} onChange={onChange} />
  }
  if (kind === 'switch') {
    const isOn = value === true
    return <Switch {...usual} checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
  }
  return (
    <NumberInput
      {...usual}
      min={schema.minimum}
      max={schema.maximum}
      allowDecimal={schema.type !== 'integer'}
      value={typeof value === 'number' ? value : ''}
      onChange={(typed) => onChange(typed === '' ? null : Number(typed))}
    />
  )
}

function TextualInput({ usual, field: { kind, schema }, value, onChange }: InputProps) {
  const of = {
    ...usual,
    value: typeof value === 'string' ? value : '',
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  if (kind === 'secret') return <PasswordInput {...of} autoComplete="off" />
  if (kind === 'prose') return <Textarea {...of} autosize minRows={3} maxRows={12} />
  return <TextInput {...of} type={kind === 'email' ? 'email' : 'text'} maxLength={schema.maxLength} />
}
