import { createRequire } from 'node:module'
import type { FastifySchemaCompiler, FastifySerializerCompiler, FastifyServerOptions } from 'fastify'
import { createValidatorCompiler } from './validation.ts'

type SchemaController = NonNullable<FastifyServerOptions['schemaController']>
type Check = ReturnType<FastifySchemaCompiler<object>>
type Write = ReturnType<FastifySerializerCompiler<object>>

/**
 * What checks requests and writes replies, made from each schema when it is first needed: all of it takes as
 * long as everything else that a start does. A schema that is wrong is therefore found by a test that makes
 * them all, not by the start.
 */
export function createCompilers(): SchemaController {
  const validators = atFirstCheck(createValidatorCompiler())
  const serializers = atFirstReply(createSerializerCompiler)
  const compilersFactory = { buildValidator: () => validators, buildSerializer: () => serializers }
  // Its type knows no other compilers than those that Fastify ships with.
  return { compilersFactory } as unknown as SchemaController
}

const atFirstCheck =
  (compile: FastifySchemaCompiler<object>): FastifySchemaCompiler<object> =>
  (of) => {
    let made: Check | undefined
    const check: Check = (data) => {
      made ??= compile(of)
      const verdict = made(data)
      // Where Fastify looks for what is wrong.
      check.errors = made.errors ?? null
      return verdict
    }
    return check
  }

/** `GET` and `HEAD` of one address have the same schema, as have many routes. */
function atFirstReply(create: () => FastifySerializerCompiler<object>): FastifySerializerCompiler<object> {
  let compile: FastifySerializerCompiler<object> | undefined
  const made = new WeakMap<object, Write>()
  const writerOf: FastifySerializerCompiler<object> = (of) => {
    compile ??= create()
    const write = made.get(of.schema) ?? compile(of)
    made.set(of.schema, write)
    return write
  }
  return (of) => {
    let write: Write | undefined
    return (value) => {
      write ??= writerOf(of)
      return write(value)
    }
  }
}

type SelectSerializer = () => () => FastifySerializerCompiler<object>

/** The one that Fastify would use, which it loads at once when it is left to it. */
export function createSerializerCompiler(): FastifySerializerCompiler<object> {
  const load = createRequire(import.meta.resolve('fastify'))
  const select = load('@fastify/fast-json-stringify-compiler') as SelectSerializer
  return select()()
}
