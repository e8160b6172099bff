import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Fault } from '#kernel/fault.ts'
import { DEPTH_MAX, readJson, STRING_CHARS_MAX, VALUES_MAX } from './json-limits.ts'

const refusal = (text: string): Fault => {
  try {
    readJson(text)
  } catch (error) {
    assert.ok(error instanceof Fault, String(error))
    return error
  }
  throw new assert.AssertionError({ message: `It was taken: ${text.slice(0, 100)}` })
}

const isRefused = (status: 400 | 413, texts: readonly string[]) => {
  for (const text of texts) assert.equal(refusal(text).status, status, text.slice(0, 100))
}

suite('JSON that arrives', () => {
  test('is read as any parser reads it', () => {
    // A name of the prototype's is refused, and so is half a character; neither is JSON's fault.
    const name = fc.string().filter((text) => text !== '__proto__' && text !== 'constructor')
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 5 }),
      object: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    }))
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (sent, space) => {
        const text = JSON.stringify(sent, null, space)
        assert.deepEqual(readJson(text), JSON.parse(text))
      }),
    )
  })

  test('takes quotes, backslashes, escapes and brackets in texts for what they are', () => {
    for (const sent of ['"', '\\', '\\"', '"\\', '{":,[', '\n\t', 'é😀', '\u2028', ':::,,,', ']]]}}}']) {
      const text = JSON.stringify({ [`${sent}a`]: sent, list: [sent, sent] })
      assert.deepEqual(readJson(text), { [`${sent}a`]: sent, list: [sent, sent] })
    }
    assert.deepEqual(readJson('\ufeff{"a":1}'), { a: 1 })
    assert.deepEqual(readJson('{"\\u0061":"\\ud83d\\ude00"}'), { a: '😀' })
  })

  test('is bounded in depth', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    assert.ok(Array.isArray(readJson(nested(DEPTH_MAX))))
    isRefused(413, [
      nested(DEPTH_MAX + 1),
      nested(100_000),
      '['.repeat(200_000),
      '{"a":'.repeat(50_000),
      `${'{"a":['.repeat(20)}1${']}'.repeat(20)}`,
    ])
    assert.match(refusal(nested(1_000)).message, /32 levels/)
  })

  test('is bounded in the number of its values', () => {
    assert.equal((readJson(`[${'1,'.repeat(VALUES_MAX)}1]`) as unknown[]).length, VALUES_MAX + 1)
    const names = Array.from({ length: VALUES_MAX + 2 }, (_, at) => `"k${at}":0`)
    isRefused(413, [
      `[${'1,'.repeat(VALUES_MAX + 1)}1]`,
      `{${names.join(',')}}`,
      `[${'[],'.repeat(VALUES_MAX + 1)}[]]`,
    ])
  })

  test('is bounded in the length of a text, and of a name', () => {
    assert.equal(readJson(`"${'a'.repeat(STRING_CHARS_MAX - 1)}"`), 'a'.repeat(STRING_CHARS_MAX - 1))
    const long = 'a'.repeat(STRING_CHARS_MAX + 1)
    isRefused(413, [`"${long}"`, `{"${long}":1}`, `["${'\\n'.repeat(STRING_CHARS_MAX)}"]`])
  })

  test('names nothing twice, however it is spelled', () => {
    isRefused(400, [
      '{"a":1,"a":1}',
      '{"a":1,"\\u0061":2}',
      '{"b":{"a":1,"c":[],"a":null}}',
      '[{"a":1},{"a":1,"a":1}]',
      '{"":1,"":2}',
    ])
    assert.deepEqual(readJson('{"a":{"a":1},"b":[{"a":1},{"a":2}]}'), {
      a: { a: 1 },
      b: [{ a: 1 }, { a: 2 }],
    })
  })

  test('reaches for no prototype, however deep and however spelled', () => {
    isRefused(400, [
      '{"__proto__":{"polluted":1}}',
      '{"__proto__":null}',
      '{"\\u005f\\u005fproto__":{"polluted":1}}',
      '{"a":[{"__proto__":{"polluted":1}}]}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"a":{"constructor":{"prototype":null}}}',
    ])
    assert.deepEqual(readJson('{"constructor":"a builder","prototype":1}'), {
      constructor: 'a builder',
      prototype: 1,
    })
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })

  test('holds no text that a database could not keep', () => {
    isRefused(400, ['"\\u0000"', '{"a\\u0000":1}', '["\\ud800"]', '"\\ude00\\ud83d"', '{"a":"x\\uDFFFy"}'])
    assert.equal(readJson('"\\\\u0000"'), '\\u0000')
  })

  test('that is none is refused without repeating it', () => {
    for (const text of [
      '{"password":"hunter2",}',
      '{"password":"hunter2"',
      '"hunter2',
      'hunter2',
      '{"a":1}}',
      '[1 2]',
    ]) {
      const fault = refusal(text)
      assert.deepEqual([fault.status, fault.code], [400, 'http.malformed'])
      assert.doesNotMatch(fault.message, /hunter2/)
    }
  })

  test('gets an answer, whatever it is', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      'a',
      '1',
      'null',
      ' ',
      '\\u0000',
      '\\ud800',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        try {
          readJson(pieces.join(''))
        } catch (error) {
          assert.ok(error instanceof Fault, String(error))
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
