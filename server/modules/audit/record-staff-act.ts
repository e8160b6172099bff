import type { Ctx } from '#context'
import type { StaffAct } from '#http/staff-act.ts'
import type { Json } from '#store/engine.ts'
import { audit } from './audit.ts'

const FIELDS_MAX = 50
const FIELD_CHARS_MAX = 60
const PARAM_CHARS_MAX = 120

/** The entry of something that staff did, made of the route alone: no handler has to think of it. */
export function recordStaffAct(ctx: Ctx, { route, params, body, status, value }: StaffAct): void {
  const { id } = (value ?? {}) as { readonly id?: unknown }
  const subject = Object.values(params).at(-1) ?? (typeof id === 'string' ? id : route.path)
  audit(ctx, {
    action: `${route.method} ${route.path}`,
    subject,
    details: {
      permission: route.access.permission ?? '',
      status,
      ...(Object.keys(params).length > 0 && { params: cut(params) }),
      ...(typeof id === 'string' && id !== subject && { result: id.slice(0, PARAM_CHARS_MAX) }),
      ...whatWasSent(route.body, body),
    },
  })
}

const cut = (params: StaffAct['params']) =>
  Object.fromEntries(
    Object.entries(params).map(([name, text = '']) => [name, text.slice(0, PARAM_CHARS_MAX)]),
  )

type Schema = Readonly<Record<string, unknown>>

/**
 * The names of all fields; the values only of those that can hold neither a secret nor anything of a person:
 * yes or no, numbers, amounts of money and words from a fixed list.
 */
function whatWasSent(schema: unknown, body: unknown): { fields?: Json; values?: Json } {
  if (!isObject(body) || Buffer.isBuffer(body) || schema === undefined) return {}
  const { properties = {} } = schema as { properties?: Readonly<Record<string, Schema>> }
  const sent = Object.entries(body).slice(0, FIELDS_MAX)
  const values = sent.flatMap(([name, value]) => {
    const shown = SECRETIVE.test(name) ? undefined : harmless(properties[name], value)
    return shown === undefined ? [] : [[name, shown] as const]
  })
  return {
    fields: sent.map(([name]) => name.slice(0, FIELD_CHARS_MAX)),
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
  }
}

const SECRETIVE = /password|token|secret|code|key|pin|credential/i

function harmless(schema: Schema | undefined, value: unknown): Json | undefined {
  if (schema === undefined) return undefined
  if (typeof value === 'boolean' || typeof value === 'number' || value === null) return value
  if (typeof value === 'string') return isFromList(schema, value) ? value : undefined
  if (isObject(value) && Number.isInteger(value.amount) && typeof value.currency === 'string') {
    return { amount: value.amount as number, currency: value.currency.slice(0, 3) }
  }
  return undefined
}

/** `draft` out of `'draft' | 'published'`. */
function isFromList({ const: only, enum: list, anyOf }: Schema, value: string): boolean {
  if (only === value || (Array.isArray(list) && list.includes(value))) return true
  return Array.isArray(anyOf) && anyOf.some((each) => isFromList(each, value))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
