import type { TSchema } from '#kernel/schema.ts'
import { toFault } from './problem.ts'
import { createValidatorCompiler } from './validation.ts'

/** One value, as JSON in UTF-8. */
export const VALUE_BYTES_MAX = 10_240

/** As the validator of a route's body tells it. */
interface Invalid {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string | undefined
}

type Check = ReturnType<ReturnType<typeof createValidatorCompiler>>

let compile: ReturnType<typeof createValidatorCompiler> | undefined
const checks = new WeakMap<TSchema, Check>()

/** Compiled at first use, as those of routes are. */
function checkOf(schema: TSchema): Check {
  const known = checks.get(schema)
  if (known) return known
  compile ??= createValidatorCompiler()
  const check = compile({ schema, httpPart: 'body', method: '', url: '' })
  checks.set(schema, check)
  return check
}

/** Whether a value is what the schema says. Fills in defaults within it. */
export const fits = (schema: TSchema, value: unknown): boolean => checkOf(schema)(value) === true

/**
 * Holds a body's fields against schemas that no route knows, since modules declare them. Null is allowed for
 * each: it takes a value away. `within` is where they stand in the body. Raises `http.invalid` with every
 * wrong field, named and explained as a route's own would be.
 */
export function checkFields(
  values: Readonly<Record<string, unknown>>,
  schemaOf: (name: string) => TSchema | undefined,
  within?: string,
): void {
  const path = within === undefined ? '' : `/${within}`
  const validation = Object.entries(values).flatMap(([name, value]): Invalid[] => {
    const schema = schemaOf(name)
    if (!schema) {
      return [{ instancePath: path, keyword: 'additionalProperties', params: { additionalProperty: name } }]
    }
    return value === null ? [] : problemsOf(schema, value, `${path}/${name}`)
  })
  if (validation.length > 0) throw toFault({ validation, validationContext: 'body' })
}

function problemsOf(schema: TSchema, value: unknown, path: string): Invalid[] {
  if (Buffer.byteLength(JSON.stringify(value)) > VALUE_BYTES_MAX) {
    const message = `must not take more than ${VALUE_BYTES_MAX} bytes`
    return [{ instancePath: path, keyword: 'bytes', params: {}, message }]
  }
  const check = checkOf(schema)
  if (check(value)) return []
  return (check.errors ?? []).map((each) => ({ ...each, instancePath: `${path}${each.instancePath}` }))
}
