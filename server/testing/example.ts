import fc from 'fast-check'
import type { Loose } from './app.ts'

const SEED = 7

const texts = new Map<string, string>()

/** The same text for the same pattern, every run. */
function matching(pattern: string): string {
  const text =
    texts.get(pattern) ??
    fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 1, seed: SEED })[0] ??
    ''
  texts.set(pattern, text)
  return text
}

/** A small value that a schema accepts: what must be there, as short as it may be. */
export function anExample(schema: Loose): Loose {
  if ('const' in schema) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return anExample(schema.anyOf[0])
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(anExample))
  switch (schema.type) {
    case 'object':
      return anObject(schema)
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => anExample(schema.items))
    case 'integer':
    case 'number':
      return schema.minimum ?? 1
    case 'boolean':
      return true
    case 'string':
      return aText(schema)
    default:
      return null
  }
}

function anObject({ properties = {}, required = [] }: Loose): Loose {
  return Object.fromEntries(required.map((name: string) => [name, anExample(properties[name])]))
}

function aText({ pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Loose): string {
  const text = pattern === undefined || pattern === '\\S' ? 'x' : matching(pattern)
  return text.padEnd(minLength, 'x').slice(0, maxLength)
}
