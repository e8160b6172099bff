import fc, { type Arbitrary } from 'fast-check'
import type { Operation, Parameter } from './api.kit.ts'
import { toArbitrary } from './arbitrary.kit.ts'
import { aMutation, aSpoiler, mutate } from './mutation.kit.ts'
import { markOf } from './things.kit.ts'

export const WHO = ['guest', 'customer', 'staff', 'key', 'browser'] as const
export type Who = (typeof WHO)[number]

type Pairs = readonly (readonly [string, string])[]

/** A request before it is known which things there are: marks stand in their place. */
export interface Draft {
  readonly who: Who
  readonly method: string
  readonly params: Readonly<Record<string, string>>
  readonly query: readonly (readonly [string, string])[]
  readonly headers: Readonly<Record<string, string>>
  /** `json` goes out as text; `raw` is text as it stands. */
  readonly payload: { readonly json: unknown } | { readonly raw: string } | undefined
  readonly contentType: string | undefined
  readonly isOverSocket: boolean
}

/** Requests to a route: most as it asks for, the others wrong in one place or two. */
export function draftsOf(operation: Operation): Arbitrary<Draft> {
  return fc.record({
    who: aWho(operation),
    method: fc.oneof(
      { arbitrary: fc.constant(operation.method), weight: 60 },
      { arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'POST', 'GET'), weight: 1 },
    ),
    params: someParams(operation.params),
    query: aQuery(operation.query),
    headers: someHeaders(operation),
    payload: aPayload(operation),
    contentType: aContentType(operation),
    isOverSocket: fc.oneof(
      { arbitrary: fc.constant(false), weight: 7 },
      { arbitrary: fc.constant(true), weight: 1 },
    ),
  })
}

const often = <T>(arbitrary: Arbitrary<T>, else_: Arbitrary<T>, weight = 9): Arbitrary<T> =>
  fc.oneof({ arbitrary, weight }, { arbitrary: else_, weight: 1 })

/** Whoever the address looks as if it was for, and everybody else now and then. */
function aWho({ path }: Operation): Arbitrary<Who> {
  const usual: Who[] = path.startsWith('/api/admin')
    ? ['staff', 'staff', 'key']
    : ['customer', 'guest', 'browser']
  return often(fc.constantFrom(...usual), fc.constantFrom(...WHO), 5)
}

const aWrongText = fc.oneof(
  fc.constantFrom(
    '%',
    '%zz',
    '%00',
    '..',
    '%2e%2e%2f',
    '__proto__',
    'constructor',
    '-1',
    '1e9',
    'NaN',
    ' ',
    '*',
  ),
  fc.constantFrom('x'.repeat(251), 'x'.repeat(7_900), 'x'.repeat(9_000), '%F0%9F%92%A9', '%FF', "'", '\\'),
  fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
  fc.constantFrom('prod', 'cart', 'order', 'user', 'sess', 'var').map((kind) => markOf(kind, 0)),
)

/** Encoded, but for what is wrong as it stands. */
const someParams = (params: readonly Parameter[]): Arbitrary<Record<string, string>> =>
  fc.record(
    Object.fromEntries(
      params.map(({ name, schema }) => [name, often(toArbitrary(schema, name).map(encoded), aWrongText)]),
    ),
    { noNullPrototype: true },
  )

/** A mark stays one; what it becomes needs no encoding. */
const encoded = (value: unknown): string =>
  /^\{\{.*\}\}$/.test(String(value)) ? String(value) : encodeURIComponent(String(value).toWellFormed())

function aQuery(query: readonly Parameter[]): Arbitrary<Pairs> {
  const known = query.map(({ name, schema, required }) => {
    const pair = often(toArbitrary(schema, name).map(encoded), aWrongText, 5).map(
      (text): Pairs => [[name, text]],
    )
    return required ? often(pair, fc.constant<Pairs>([])) : often(fc.constant<Pairs>([]), pair, 2)
  })
  const odd = fc.constantFrom<Pairs>(
    [['unknown', '1']],
    [['__proto__[a]', '1']],
    [['after', 'bm9ub25l']],
    [['limit', '1e2']],
    query.flatMap(
      ({ name }): Pairs => [
        [name, '1'],
        [name, '2'],
      ],
    ),
  )
  return fc
    .tuple(fc.tuple(...known), often(fc.constant<Pairs>([]), odd))
    .map(([each, more]) => [...each.flat(), ...more])
}

const HEADERS: Readonly<Record<string, readonly string[]>> = {
  'if-match': ['"1"', '"2"', '*', 'W/"1"', '"1", "2"', '1', '""', '"'.repeat(200), '"1e0"', '"-1"', ','],
  'idempotency-key': [
    'a',
    'key-1',
    'key-2',
    '',
    ' ',
    'x'.repeat(255),
    'x'.repeat(256),
    'é',
    'a b',
    '"',
    '__proto__',
  ],
  'if-none-match': ['*', '"1"', 'W/"1"', '"a,b"', '""'],
  authorization: [
    'Bearer',
    'Bearer x',
    'Basic YTpi',
    `Bearer mst_${'A'.repeat(32)}`,
    `bearer  ${'x'.repeat(9_000)}`,
  ],
  cookie: ['__Host-session=', '__Host-session=x; a', '=;=;', `__Host-session=mst_${'A'.repeat(32)}`],
  accept: ['text/html', '*/*;q=0', 'x'],
  'accept-language': ['de-DE,de;q=0.9', 'x'.repeat(500), '__proto__'],
  'content-encoding': ['gzip', 'identity', 'br, gzip', ''],
  range: ['bytes=0-0', 'bytes=-1', 'bytes=9-1', 'lines=1'],
  origin: ['https://evil.example', 'null', 'x'],
  'sec-fetch-site': ['cross-site', 'same-origin', 'x'],
  'x-forwarded-for': ['127.0.0.1', 'x', '::1, ::1'],
  'x-http-method-override': ['DELETE'],
  'user-agent': ['', 'x'.repeat(3_000), '<script>', 'é'],
  'x-request-id': ['a'.repeat(500), 'req_1'],
  host: ['evil.example', '[::1]', 'a:b'],
}

function someHeaders({ headers }: Operation): Arbitrary<Record<string, string>> {
  const own = headers.map((name) => name.toLowerCase()).filter((name) => name in HEADERS)
  const oneOf = (names: readonly string[]) =>
    fc
      .constantFrom(...names)
      .chain((name) => fc.constantFrom(...(HEADERS[name] ?? [])).map((value) => ({ [name]: value })))
  const none = fc.constant<Record<string, string>>({})
  const declared = own.length > 0 ? often(none, oneOf(own), 3) : none
  return fc.tuple(declared, often(none, oneOf(Object.keys(HEADERS)))).map(([a, b]) => ({ ...a, ...b }))
}

function aPayload({ body, uploads }: Operation): Arbitrary<Draft['payload']> {
  if (uploads.length > 0)
    return often(
      aFile.map((raw) => ({ raw })),
      fc.constant(undefined),
    )
  if (!body)
    return often(
      fc.constant(undefined),
      fc.jsonValue({ maxDepth: 1 }).map((json) => ({ json })),
    )
  const right = toArbitrary(body.schema)
  const wrong = fc
    .tuple(right, fc.array(aMutation, { minLength: 1, maxLength: 3 }))
    .map(([value, mutations]) => mutations.reduce(mutate, value))
  const spoilt = fc.tuple(right, aSpoiler).map(([value, spoil]) => ({ raw: spoil(JSON.stringify(value)) }))
  return fc.oneof(
    { arbitrary: right.map((json) => ({ json })), weight: 5 },
    { arbitrary: wrong.map((json) => ({ json })), weight: 5 },
    { arbitrary: spoilt, weight: 1 },
    { arbitrary: fc.constant(undefined), weight: body.required ? 0 : 1 },
  )
}

const aFile: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', '\x89PNG\r\n\x1a\n', 'GIF89a', '\xff\xd8\xff\xe0', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ...[
      'Handle,Title,Variant Price\na,b,1\n',
      'Handle,Title\n"a',
      'ID,Type,SKU,Name,Regular price\n1,simple,a,b,9',
    ],
    ...['state=a&code=b', 'state=__proto__&error=x', '%', 'state=a&state=b', '\ufeff', '\0'.repeat(100)],
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

function aContentType({ body, uploads }: Operation): Arbitrary<string | undefined> {
  const usual = body ? ['application/json'] : uploads
  const odd = fc.constantFrom(
    ...[
      undefined,
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json;',
    ],
    ...[
      'application/json; charset=utf-16',
      'APPLICATION/JSON',
      'application/jsonx',
      '',
      'x',
      '/',
      'text/html',
    ],
  )
  return usual.length > 0
    ? often<string | undefined>(fc.constantFrom(...usual), odd, 15)
    : often(fc.constant(undefined), odd)
}
