import { Ajv, type ValidateFunction } from 'ajv'
import type { Loose } from '#testing/app.ts'

export type Schema = Loose

export interface Parameter {
  readonly name: string
  readonly required: boolean
  readonly schema: Schema
}

/** One route as the API's description tells it, references resolved. */
export interface Operation {
  /** `GET /api/carts/{cartId}` */
  readonly name: string
  readonly method: string
  readonly path: string
  readonly params: readonly Parameter[]
  readonly query: readonly Parameter[]
  /** The names of the headers that it reads. */
  readonly headers: readonly string[]
  readonly body: { readonly schema: Schema; readonly required: boolean } | undefined
  /** Content types of files that it takes instead of JSON. */
  readonly uploads: readonly string[]
  readonly statuses: readonly number[]
  /** Codes of problems, by status. */
  readonly codes: ReadonlyMap<number, readonly string[]>
  /** What is wrong with a reply of that status; undefined where nothing is. */
  complain(status: number, value: unknown): string | undefined
}

/** Reads a description as `describeApi` makes it, or as it stands in `openapi.json`. */
export function readApi(description: object): Operation[] {
  const api = JSON.parse(JSON.stringify(description))
  const ajv = new Ajv({ strict: false, allErrors: false, logger: false })
  ajv.addSchema(api, 'api')
  return Object.entries<Loose>(api.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => readOperation(api, ajv, [path, method])),
  )
}

type Where = readonly [path: string, method: string]

function readOperation(api: Loose, ajv: Ajv, [path, method]: Where): Operation {
  const { parameters = [], requestBody, responses } = api.paths[path][method]
  const content = requestBody?.content ?? {}
  const json = content['application/json']
  const among = (where: string): Parameter[] =>
    parameters
      .filter((each: Loose) => each.in === where)
      .map((each: Loose) => ({ ...each, schema: resolve(each.schema, api) }))
  const complaints = createComplaints(ajv, ['paths', path, method, 'responses'])
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    params: among('path'),
    query: among('query'),
    headers: among('header').map(({ name }) => name),
    body: json && { schema: resolve(json.schema, api), required: requestBody.required },
    uploads: json ? [] : Object.keys(content),
    statuses: Object.keys(responses).map(Number),
    codes: new Map(Object.entries<Loose>(responses).map(([status, each]) => [Number(status), codesIn(each)])),
    complain: (status, value) =>
      responses[status]?.content?.['application/json'] && complaints(status, value),
  }
}

const codesIn = ({ description }: Loose): string[] =>
  [...String(description).matchAll(/^`([\w.-]+)`: /gm)].map(([, code]) => code ?? '')

function createComplaints(ajv: Ajv, steps: readonly string[]) {
  const validators = new Map<number, ValidateFunction>()
  return (status: number, value: unknown): string | undefined => {
    const pointer = [...steps, String(status), 'content', 'application/json', 'schema']
    const $ref = `api#/${pointer.map((step) => encodeURIComponent(toPointerStep(step))).join('/')}`
    const validate = validators.get(status) ?? ajv.compile({ $ref })
    validators.set(status, validate)
    if (validate(value)) return undefined
    const [first] = validate.errors ?? []
    return `${ajv.errorsText(validate.errors, { dataVar: 'reply' })} ${JSON.stringify(first?.params)}`
  }
}

/** RFC 6901, 3. */
const toPointerStep = (step: string) => step.replaceAll('~', '~0').replaceAll('/', '~1')

const DEPTH_MAX = 40

/** The same schema with what it refers to in place. What goes in circles is an error: no request does. */
function resolve(node: Loose, api: Loose, depth = 0): Loose {
  if (depth > DEPTH_MAX) throw new Error('A schema of a request goes in circles, or is very deep.')
  if (Array.isArray(node)) return node.map((each) => resolve(each, api, depth + 1))
  if (node === null || typeof node !== 'object') return node
  if (typeof node.$ref === 'string') {
    return resolve(api.components.schemas[node.$ref.split('/').at(-1)], api, depth + 1)
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value, api, depth + 1)]))
}
