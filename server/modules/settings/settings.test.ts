import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isChange } from '#kernel/change.ts'
import { Fault } from '#kernel/fault.ts'
import { changedSettings, DEFAULTS, type SettingsChanges } from './settings.ts'

function change(changes: SettingsChanges) {
  const result = changedSettings(DEFAULTS, changes)
  return isChange(result)
    ? { settings: result.next, events: result.events }
    : { settings: result, events: [] }
}

const refusal = (code: string) => (error: unknown) => error instanceof Fault && error.code === code

test('changed fields are named in the event', () => {
  const { settings, events } = change({ name: ' Corner Shop ', locale: 'en-us', pricesIncludeTax: true })
  assert.equal(settings.name, 'Corner Shop')
  assert.equal(settings.locale, 'en-US')
  assert.deepEqual(
    events.map(({ type, data }) => ({ type, data })),
    [{ type: 'settings.changed', data: { fields: ['name', 'pricesIncludeTax'] } }],
  )
})

test('a change to what is set already is no change and makes no event', () => {
  assert.deepEqual(change({ currency: 'USD', name: 'Marketsquare' }), { settings: DEFAULTS, events: [] })
})

test('a currency, country or locale that does not exist is refused by name', () => {
  assert.throws(() => change({ currency: 'XQZ' }), refusal('money.unknown_currency'))
  for (const countryCode of ['XQ', 'ZZ']) {
    assert.throws(() => change({ countryCode }), refusal('settings.unknown_country'))
  }
  for (const locale of ['xx-YY', 'not a tag', '-']) {
    assert.throws(() => change({ locale }), refusal('settings.unknown_locale'))
  }
})

test('every country that has a code of its own is known', () => {
  for (const countryCode of 'US DE AT CH GB FR JP BR IN NZ ZA AX XK'.split(' ')) {
    assert.equal(change({ countryCode }).settings.countryCode, countryCode)
  }
})
