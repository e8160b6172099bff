import type { RateWish, StepWish, ZoneWish } from './zone-wish.ts'

type Errors = Record<string, string>

const PREFIX = /^[A-Za-z0-9][A-Za-z0-9 -]{0,11}$/

/** What cannot be meant, at the paths of the form: what the shop would refuse, said before it is sent. */
export function checkWish(wish: ZoneWish): Errors {
  const { name, countries, regions, postcodes, rates } = wish
  const hasPlace = countries.length + regions.length + postcodes.length > 0
  return {
    ...(!name.trim() && { name: 'Give it a name.' }),
    ...(!hasPlace && { countries: 'Choose at least one country, or add regions or postcodes below.' }),
    ...checkPlaces('regions', regions),
    ...checkPlaces('postcodes', postcodes),
    ...Object.assign({}, ...rates.map((rate, at) => checkRate(rate, `rates.${at}`))),
  }
}

function checkPlaces(path: 'regions' | 'postcodes', places: ZoneWish['regions']): Errors {
  const errors: Errors = {}
  for (const [at, { country, names }] of places.entries()) {
    if (!country) errors[`${path}.${at}.country`] = 'Choose the country.'
    if (names.length === 0) errors[`${path}.${at}.names`] = 'Type at least one, and press Enter.'
    const odd = path === 'postcodes' && names.find((each) => !PREFIX.test(each))
    if (odd)
      errors[`${path}.${at}.names`] = `“${odd}” is no beginning of a postcode: 12 letters or digits at most.`
  }
  return errors
}

function checkRate({ name, price, minDays, maxDays }: RateWish, path: string): Errors {
  const isUpsideDown = minDays !== '' && maxDays !== '' && Number(maxDays) < Number(minDays)
  return {
    ...(!name.trim() && { [`${path}.name`]: 'Say what customers choose, such as Standard.' }),
    ...(isUpsideDown && { [`${path}.maxDays`]: 'Cannot be fewer than at the earliest.' }),
    ...(price.type === 'flat'
      ? price.amount === null && { [`${path}.price.amount`]: 'Say what it costs; 0 is free.' }
      : checkSteps(price.steps, price.type === 'by_weight' ? 'upToGrams' : 'upTo', `${path}.price.steps`)),
  }
}

function checkSteps(steps: readonly StepWish[], limit: 'upToGrams' | 'upTo', path: string): Errors {
  const errors: Errors = {}
  let before = limit === 'upToGrams' ? 0 : -1
  for (const [at, step] of steps.entries()) {
    const upTo = step[limit]
    if (step.amount === null) errors[`${path}.${at}.amount`] = 'Say what it costs.'
    if (upTo === null && at < steps.length - 1) {
      errors[`${path}.${at}.${limit}`] = 'Only the last may be without a limit.'
    } else if (upTo !== null && upTo <= before) {
      errors[`${path}.${at}.${limit}`] =
        at === 0 ? 'Must be more than nothing.' : 'Must be more than the one before.'
    }
    before = upTo ?? before
  }
  return errors
}
