import fc, { type Arbitrary } from 'fast-check'

/** One thing that is made wrong in a value that was right. */
export interface Mutation {
  readonly how: 'replace' | 'remove' | 'add' | 'wrap'
  /** Which of all places in the value, counted through from its root, and round and round. */
  readonly at: number
  readonly key: string
  readonly junk: unknown
}

const nested = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value }
  return value
}

/** What programs stumble over. */
const JUNK: readonly unknown[] = [
  ...[null, true, false, 0, -0, -1, 1.5, 1e21, 1e308, 5e-324, 2 ** 53, -(2 ** 53), 4_294_967_296],
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    'null',
    'true',
    'NaN',
    '[object Object]',
    'x'.repeat(300),
    'x'.repeat(21_000),
  ],
  ...[
    '\0',
    '\ud800',
    '\u202e\u202d',
    'é',
    'e\u0301',
    'ﷺ'.repeat(50),
    '👩‍👩‍👧‍👦'.repeat(20),
    'İ',
    '\ufeff',
    '\n\r\t',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    "' OR 1=1 --",
    '#{7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
  ],
  ...[
    '../../../../etc/passwd',
    '%00',
    '%2e%2e%2f',
    'file:///etc/passwd',
    'http://169.254.169.254/',
    '\\\\x\\y',
  ],
  ...['9999-99-99T99:99:99Z', '0000-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', '2026-02-30'],
  ...['(a+)+$'.repeat(9), `${'a'.repeat(200)}!`, `a@${'b.'.repeat(100)}c`, '*', '%', 'a'.repeat(65_536)],
  ...[[], {}, [[]], [null], { a: null }, nested(10), nested(33), Array.from({ length: 300 }, () => 1)],
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
  { constructor: { prototype: { isAdmin: true } } },
  JSON.parse('{"toString":1,"valueOf":2,"hasOwnProperty":3,"then":4}'),
  { amount: 1e21, currency: 'USD' },
  { amount: 0.1, currency: 'XXX' },
]

const KEYS = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'then',
    '',
    '.',
    '$where',
    'a.b',
  ],
  ...[
    'id',
    'revision',
    'version',
    'role',
    'permissions',
    'userId',
    'status',
    'price',
    'passwordHash',
    'email',
  ],
]

const aJunk: Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(...JUNK), weight: 6 },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 1 },
)

export const aMutation: Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('replace', 'replace', 'remove', 'add', 'wrap'),
  at: fc.nat({ max: 200 }),
  key: fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 8 })),
  junk: aJunk,
})

type Step = string | number
type Path = readonly Step[]

/** Every place in a value, its root first. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path]
  const inside = Object.entries(value).flatMap(([key, each]) =>
    placesIn(each, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return [path, ...inside]
}

/** The value with that made wrong in it; the one that was handed in stays as it is. */
export function mutate(value: unknown, { how, at, key, junk }: Mutation): unknown {
  const places = placesIn(value)
  const path = places[at % places.length] ?? []
  if (how === 'add') return change(value, path, (old) => withField(old, key, junk))
  if (how === 'wrap') return change(value, path, (old) => (at % 2 ? [old] : { value: old }))
  if (how === 'remove' && path.length > 0) return without(value, path)
  return change(value, path, () => junk)
}

function withField(old: unknown, key: string, junk: unknown): unknown {
  if (Array.isArray(old)) return [...old, junk]
  if (old === null || typeof old !== 'object') return junk
  return Object.fromEntries([...Object.entries(old), [key, junk]])
}

function change(value: unknown, [step, ...rest]: Path, to: (old: unknown) => unknown): unknown {
  if (step === undefined) return to(value)
  if (Array.isArray(value)) return value.map((each, at) => (at === step ? change(each, rest, to) : each))
  const entries = Object.entries(value as object)
  return Object.fromEntries(entries.map(([key, each]) => [key, key === step ? change(each, rest, to) : each]))
}

function without(value: unknown, path: Path): unknown {
  const last = path.at(-1)
  return change(value, path.slice(0, -1), (old) =>
    Array.isArray(old)
      ? old.filter((_, at) => at !== last)
      : Object.fromEntries(Object.entries(old as object).filter(([key]) => key !== last)),
  )
}

/** Makes JSON into what is none, or an odd one. */
export const aSpoiler: Arbitrary<(json: string) => string> = fc.oneof(
  fc.nat({ max: 300 }).map((n) => (json: string) => json.slice(0, n % (json.length + 1))),
  fc.constantFrom(
    (json: string) => `${json}${json}`,
    (json: string) => `\ufeff${json}`,
    (json: string) => json.replace('{', '{"a":1,"a":2,'),
    (json: string) => json.replaceAll('"', "'"),
    (json: string) => json.replace(/:[^,}\]]+/, ':NaN'),
    (json: string) => json.replace(/:[^,}\]]+/, ':1e999'),
    (json: string) => json.replace('"', '"\\u0000\\ud800'),
    (json: string) => json.replace(/}\s*$/, ',}'),
    (json: string) => `${'['.repeat(5_000)}${json}`,
    (json: string) => json.padEnd(300_000, ' '),
    () => '',
    () => 'undefined',
    () => 'a=1&b=2',
  ),
)
