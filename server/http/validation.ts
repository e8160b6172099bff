import { Ajv } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'

/**
 * Bodies are taken as they are: a "2" is not a 2, and an unknown field is an error, not a silent loss. Query
 * strings and path parameters carry only text, so there numbers and booleans are read from it. The first
 * error ends the check, so that a hostile body cannot make it long. Infinity, as which JSON.parse reads
 * 1e999, is no number here.
 */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  // Schemas are held against the one of JSON Schema by a test: to compile that takes longer than a request
  // may.
  const checked = { validateSchema: false, strict: false, strictNumbers: true }
  const common = { ...checked, useDefaults: true, allErrors: false }
  const exact = new Ajv({ ...common, coerceTypes: false })
  const textual = new Ajv({ ...common, coerceTypes: 'array' })
  return ({ schema, httpPart }) => (httpPart === 'body' ? exact : textual).compile(schema)
}
