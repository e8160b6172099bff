import type { TSchema } from 'typebox'

export const CUSTOM_FIELDS_MAX = 50

/** What a module adds to documents of another one, which keeps and shows it without knowing what it is. */
export interface CustomField {
  readonly of: 'product'
  /** As `custom` calls it: `care` in `{ custom: { care: '…' } }`. */
  readonly name: string
  /** What a value must be. Its title and description are for the form. */
  readonly schema: TSchema
  /** Lists in the admin have a column for it. */
  readonly column: boolean
  /** Shoppers see it. */
  readonly isPublic: boolean
}

/** A field with the module that declares it. */
export interface DeclaredField extends CustomField {
  readonly module: string
}

export type CustomFields = ReadonlyMap<string, DeclaredField>

const FIELD_NAME = /^[a-z][a-zA-Z0-9]{0,39}$/

/**
 * Declares a field, by default for staff alone and without a column.
 *
 * @example
 * customField({ of: 'product', name: 'care', schema: Type.String({ title: 'Care', maxLength: 500 }) })
 */
export function customField(
  init: Pick<CustomField, 'of' | 'name' | 'schema'> & Partial<CustomField>,
): CustomField {
  if (!FIELD_NAME.test(init.name)) {
    throw new TypeError(`The field "${init.name}" has to be named in camelCase, with 40 letters at most.`)
  }
  return { column: false, isPublic: false, ...init }
}

interface Declaring {
  readonly name: string
  readonly fields?: readonly CustomField[]
}

/** All fields of one kind of document, by name. Raises a TypeError where two modules declare one name. */
export function customFieldsOf(of: CustomField['of'], modules: readonly Declaring[]): CustomFields {
  const found = new Map<string, DeclaredField>()
  for (const { name: module, fields = [] } of modules) {
    for (const field of fields) {
      if (field.of !== of) continue
      const other = found.get(field.name)
      if (other) {
        throw new TypeError(
          `The modules ${other.module} and ${module} both declare the field "${field.name}" of a ${of}.`,
        )
      }
      found.set(field.name, { ...field, module })
    }
  }
  if (found.size <= CUSTOM_FIELDS_MAX) return found
  throw new TypeError(`A ${of} can have ${CUSTOM_FIELDS_MAX} custom fields; ${found.size} are declared.`)
}
