import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordTrouble } from './password-rules.ts'

test('ten characters are enough, whatever they are', () => {
  assert.equal(passwordTrouble('correct horse'), undefined)
  assert.equal(passwordTrouble('123 567 90'), undefined)
  assert.equal(passwordTrouble('nine char'), 'short')
  assert.equal(passwordTrouble('x y'.repeat(100)), 'long')
})

test('an emoji counts as one character', () => {
  assert.equal(passwordTrouble('🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵'), undefined)
  assert.equal(passwordTrouble('🦊🐻🐼🐨🐯'), 'short')
})

test('the own address is no password, however it is written', () => {
  assert.equal(passwordTrouble('Ada@Example.com', ' ada@example.com'), 'address')
  assert.equal(passwordTrouble('ada.lovelace', 'ada.lovelace@example.com'), 'address')
})

test('the same again and again is no password', () => {
  for (const each of ['aaaaaaaaaa', '1212121212', 'abcabcabcabc'])
    assert.equal(passwordTrouble(each), 'repeated')
})
