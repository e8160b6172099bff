import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomText } from '#kernel/id.ts'
import { isCommon } from './common-passwords.ts'
import { PASSWORD_CHARS_MIN, refuseWeak } from './passwords.ts'

const [words = [], endings = [], whole = []] = readFileSync(
  join(import.meta.dirname, 'common-passwords.txt'),
  'utf8',
)
  .split('\n\n')
  .map((part) => part.replace(/^#.*$/gm, '').split(/\s+/).filter(Boolean))

test('more than ten thousand passwords of an allowed length are refused for being common', async () => {
  const made = words.flatMap((word) => ['', ...endings].map((end) => word + end))
  const all = new Set([...made, ...whole].filter((text) => text.length >= PASSWORD_CHARS_MIN))
  assert.ok(all.size >= 10_000, `${all.size}`)
  const some = [...all].filter((_, at) => at % 17 === 0)
  for (const password of some) assert.equal(await isCommon(password), true, password)
})

test('the ten thousand that leaked most often are refused, whatever they are made of', async () => {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const ranked = dictionary['passwords-common'].slice(0, 10_000)
  assert.equal(ranked.length, 10_000)
  for (const password of ranked) assert.equal(await isCommon(password), true, password)
})

test('upper case, blanks around it and the way accents are composed make no common password a good one', async () => {
  for (const password of ['PassWord123', ' password123 ', 'QWERTYUIOP', 'Sunshine2019!', 'iLoveYou1234']) {
    assert.equal(await isCommon(password), true, password)
  }
})

test('repetitions, walks over the keyboard and words written twice are common', async () => {
  const common = [
    'aaaaaaaaaaaa',
    '1212121212',
    'abcabcabcabc',
    '1234567890',
    '0987654321',
    'qwertyuiop',
    'poiuytrewq',
    'asdfghjklzxcvbnm',
    '1qaz2wsx3edc',
    'monkeymonkey',
    'dragon1987',
    'charlie_2024',
  ]
  for (const password of common) assert.equal(await isCommon(password), true, password)
})

test('a password that somebody thought up is none of them', async () => {
  const good = [
    'correct horse',
    'correct horse battery',
    'my own password',
    'Grüße aus Köln',
    'tea with 2 sugars',
  ]
  for (const password of good) assert.equal(await isCommon(password), false, password)
  await fc.assert(
    fc.asyncProperty(
      fc.constant(undefined).map(() => randomText(14)),
      async (password) => assert.equal(await isCommon(password), false, password),
    ),
  )
})

test("the account's own address is refused, whole or up to its @, and what is wrong is named", async () => {
  const refused = { code: 'identity.weak_password', status: 422, details: { field: 'password' } }
  await assert.rejects(refuseWeak('ada.lovelace@example.com', 'Ada.Lovelace@Example.com'), refused)
  await assert.rejects(refuseWeak('Ada.Lovelace', 'ada.lovelace@example.com'), refused)
  await assert.rejects(refuseWeak('password1234', null), refused)
  await refuseWeak('the engine weaves', 'ada.lovelace@example.com')
})
