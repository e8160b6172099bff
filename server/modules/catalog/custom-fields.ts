import { checkFields } from '#http/check-fields.ts'
import type { CustomFields } from '#kernel/custom-field.ts'
import { port } from '#kernel/port.ts'
import type { Json } from '#store/engine.ts'

/** What modules add to products, by name. The app fills it before any module is set up. */
export const productFields = port<CustomFields>('catalog.product-fields')

/** The values that are set; a field whose module is gone keeps its value, and shows nowhere. */
export type Custom = Readonly<Record<string, Json>>

/** Raises `http.invalid`, which names what is wrong as `custom.care`. */
export const checkCustom = (custom: Readonly<Record<string, unknown>>, fields: CustomFields): void =>
  checkFields(custom, (name) => fields.get(name)?.schema, 'custom')

/** What stands after a patch: null takes a value away. Undefined where nothing is set. */
export function patchCustom(
  before: Custom | undefined,
  patch: Readonly<Record<string, unknown>> | undefined,
): Custom | undefined {
  if (!patch) return before
  const all = Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null)
  return all.length > 0 ? (Object.fromEntries(all) as Custom) : undefined
}

/** The values of declared fields, in the order of their declaration, whatever order a store keeps them in. */
export function shownCustom(
  custom: Custom | undefined,
  fields: CustomFields,
  to: 'staff' | 'everyone',
): Custom | undefined {
  if (!custom) return undefined
  const shown = [...fields.values()].flatMap(({ name, isPublic }) => {
    const value = Object.hasOwn(custom, name) ? custom[name] : undefined
    return value !== undefined && (isPublic || to === 'staff') ? [[name, value] as const] : []
  })
  return shown.length > 0 ? Object.fromEntries(shown) : undefined
}
