import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderFaultCodes, renderRouteTables } from './sdk.ts'

const answer = (...fields: string[]) => ({
  200: { content: { 'application/json': { schema: fieldsOf(fields) } } },
})
const fieldsOf = (fields: string[]) => ({ properties: Object.fromEntries(fields.map((name) => [name, {}])) })
const takes = (type: string, schema: object = {}) => ({ content: { [type]: { schema } } })

test('the tables name what takes a file, and what signs in with or without a cookie', () => {
  const schemas = { Login: fieldsOf(['email', 'cookie']) }
  const login = { requestBody: takes('application/json', { $ref: '#/components/schemas/Login' }) }
  const paths = {
    '/api/picture': { put: { requestBody: takes('image/png'), responses: {} } },
    '/api/callback': { post: { requestBody: takes('application/x-www-form-urlencoded'), responses: {} } },
    '/api/login': { post: { ...login, responses: answer('token', 'user') } },
    '/api/link': { post: { responses: answer('token', 'user') } },
    '/api/orders': { post: { responses: answer('token', 'id') } },
  }
  const text = renderRouteTables(JSON.stringify({ paths, components: { schemas } }))
  assert.match(text, /UPLOADS = \{\n {2}'\/picture': 'PUT',\n\} as const/)
  assert.match(text, /SIGN_INS[^=]*= \{\n {2}'\/login': true,\n {2}'\/link': false,\n\}\n/)
})

test('the codes are a union of strings', () => {
  const faults = ['cart.closed', 'cart.full'].map((code) => ({ code }))
  assert.match(
    renderFaultCodes(faults as never),
    /type FaultCode =\n {2}\| 'cart\.closed'\n {2}\| 'cart\.full'\n$/,
  )
})
