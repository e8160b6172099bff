import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Destination, matchZone, zoneFor } from './places.ts'
import type { Zone } from './zone.ts'
import { newZone } from './zone.ts'

type Places = Partial<Pick<Zone, 'countries' | 'regions' | 'postcodes'>>

function aZone(name: string, places: Places): Zone {
  const { countries = [], regions = [], postcodes = [] } = places
  const body = { name, countries: [...countries], regions: [...regions], postcodes: [...postcodes] }
  return newZone(body, { id: `zone_${name}`, now: 0 }).next
}

const world = aZone('World', { countries: ['*'] })
const states = aZone('USA', { countries: ['US'] })
const islands = aZone('Islands', { regions: [{ country: 'US', region: 'HI' }] })
const city = aZone('City', { postcodes: [{ country: 'US', prefix: '968' }] })
const block = aZone('Block', { postcodes: [{ country: 'US', prefix: '9681' }] })
const all = [world, states, islands, city, block]

const zoneOf = (address: Destination, zones = all) => zoneFor(zones, address)?.name

describe('the zone of an address', () => {
  it('is the most specific one: postcode before region before country before the rest of the world', () => {
    assert.equal(zoneOf({ countryCode: 'FR' }), 'World')
    assert.equal(zoneOf({ countryCode: 'US' }), 'USA')
    assert.equal(zoneOf({ countryCode: 'US', region: 'CA', postalCode: '90001' }), 'USA')
    assert.equal(zoneOf({ countryCode: 'US', region: 'HI', postalCode: '96701' }), 'Islands')
    assert.equal(zoneOf({ countryCode: 'US', region: 'HI', postalCode: '96801' }), 'City')
    assert.equal(zoneOf({ countryCode: 'US', region: 'HI', postalCode: '96815' }), 'Block')
  })

  it('does not take a postcode or region of another country', () => {
    assert.equal(zoneOf({ countryCode: 'DE', region: 'HI', postalCode: '96815' }), 'World')
    assert.equal(
      zoneOf({ countryCode: 'DE', region: 'HI', postalCode: '96815' }, [states, islands, block]),
      undefined,
    )
  })

  it('compares postcodes without spaces and hyphens, and neither them nor regions by case', () => {
    const zones = [
      aZone('Westminster', { postcodes: [{ country: 'GB', prefix: 'sw1a 1' }] }),
      aZone('Chiyoda', { postcodes: [{ country: 'JP', prefix: '100-0' }] }),
      aZone('Bavaria', { regions: [{ country: 'DE', region: ' by ' }] }),
    ]
    assert.equal(zoneOf({ countryCode: 'GB', postalCode: 'Sw1A1aA' }, zones), 'Westminster')
    assert.equal(zoneOf({ countryCode: 'GB', postalCode: ' SW1A 1AA' }, zones), 'Westminster')
    assert.equal(zoneOf({ countryCode: 'JP', postalCode: '1000001' }, zones), 'Chiyoda')
    assert.equal(zoneOf({ countryCode: 'DE', region: 'By' }, zones), 'Bavaria')
  })

  it('says which of its places matched', () => {
    const because = (address: Destination) => matchZone(all, address)?.because
    assert.equal(because({ countryCode: 'US', postalCode: '96815' }), 'postcodes 9681… of US')
    assert.equal(because({ countryCode: 'US', region: 'hi' }), 'the region HI of US')
    assert.equal(because({ countryCode: 'US' }), 'US')
    assert.equal(because({ countryCode: 'FR' }), 'the rest of the world')
  })

  it('does not depend on the order of the zones', () => {
    const addresses = fc.record({
      countryCode: fc.constantFrom('US', 'FR'),
      region: fc.constantFrom(undefined, 'HI', 'CA'),
      postalCode: fc.constantFrom(undefined, '96815', '96801', '10001'),
    })
    fc.assert(
      fc.property(addresses, fc.shuffledSubarray(all, { minLength: all.length }), (address, shuffled) => {
        assert.equal(zoneOf(address, shuffled), zoneOf(address))
      }),
    )
  })
})
