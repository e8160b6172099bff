import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { Fault } from './fault.ts'
import {
  AMOUNT_MAX,
  add,
  allocate,
  atMost,
  divideRounded,
  exponentOf,
  formatMoney,
  fromDecimal,
  includedPercent,
  isCurrency,
  type Money,
  money,
  percentOf,
  rateOf,
  subtract,
  sum,
  times,
  toDecimal,
  zero,
} from './money.ts'

const usd = (amount: number): Money => ({ amount, currency: 'USD' })
const amounts = fc.integer({ min: -AMOUNT_MAX, max: AMOUNT_MAX })
const currencies = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF', 'EUR', 'ISK')

/** As faults go: by code, and with a message that names the value. */
const raises = (code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Fault)
  assert.equal(error.code, code)
  assert.match(error.message, message)
  return true
}

suite('amounts', () => {
  test('are whole numbers of minor units within what stays exact', () => {
    assert.deepEqual(money(1999, 'USD'), usd(1999))
    for (const wrong of [19.99, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      assert.throws(() => money(wrong, 'USD'), raises('money.malformed', /is not a whole number/))
    }
    assert.throws(() => money(AMOUNT_MAX + 1, 'USD'), raises('money.too_large', /1000000000001 is over/))
    assert.throws(() => money(-AMOUNT_MAX - 1, 'USD'), raises('money.too_large', /over the largest/))
    assert.throws(() => times(usd(AMOUNT_MAX), 2), raises('money.too_large', /over/))
  })

  test('add up, and never across currencies', () => {
    assert.deepEqual(add(usd(1), usd(2), usd(-4)), usd(-1))
    assert.deepEqual(subtract(usd(1), usd(3)), usd(-2))
    assert.deepEqual(sum([], 'EUR'), zero('EUR'))
    assert.deepEqual(atMost(usd(5), usd(3)), usd(3))
    assert.deepEqual(atMost(usd(2), usd(3)), usd(2))
    const euro = money(1, 'EUR')
    const mixtures = [
      () => add(usd(1), euro),
      () => subtract(usd(1), euro),
      () => sum([euro], 'USD'),
      () => atMost(usd(1), euro),
    ]
    for (const mix of mixtures)
      assert.throws(mix, raises('money.currency_mismatch', /USD and EUR|EUR and USD/))
  })
})

suite('rounding', () => {
  test('takes halves away from zero', () => {
    const halves = [5n, 15n, 25n, -5n, -15n, 4n, -4n, 6n].map((n) => divideRounded(n, 10n))
    assert.deepEqual(halves, [1, 2, 3, -1, -2, 0, 0, 1])
    assert.equal(divideRounded(5n, -10n), -1)
  })

  test('is the nearest whole number, exactly, however large the fraction', () => {
    const big = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
    const divisors = fc.bigInt({ min: 1n, max: 10n ** 6n })
    fc.assert(
      fc.property(big, divisors, (n, d) => {
        const rounded = BigInt(divideRounded(n, d))
        const twice = 2n * (rounded * d - n)
        const distance = twice < 0n ? -twice : twice
        assert.ok(distance <= d)
        // A tie lies at the same distance from two numbers; the one farther from zero is taken.
        if (distance === d) assert.ok((rounded < 0n ? -rounded : rounded) * d >= (n < 0n ? -n : n))
      }),
    )
  })

  test('treats what is owed and what is due alike', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 1_000_000 }), (amount, rate) => {
        const percent = rate / 10_000
        const due = percentOf(usd(amount), percent).amount
        assert.equal(percentOf(usd(-amount), percent).amount, -due || 0)
      }),
    )
  })
})

suite('percentages', () => {
  test('are exact to four decimals', () => {
    assert.equal(rateOf(8.875), 88_750)
    assert.equal(rateOf(0.0001), 1)
    assert.deepEqual(percentOf(usd(1999), 20), usd(400))
    assert.deepEqual(percentOf(usd(100_000), 8.875), usd(8_875))
  })

  test('of nothing are nothing, and all of it is all of it', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        assert.deepEqual(percentOf(usd(amount), 100), usd(amount))
        assert.equal(percentOf(usd(amount), 0).amount + 0, 0)
      }),
    )
  })

  test('contained in a gross amount leave a net that they are the rounded percentage of', () => {
    assert.deepEqual(includedPercent(usd(11_900), 19), usd(1_900))
    const gross = fc.integer({ min: 0, max: 1_000_000_000 })
    const percents = fc.constantFrom(0, 5, 7, 8.875, 10, 19, 20, 25, 100)
    fc.assert(
      fc.property(gross, percents, (amount, percent) => {
        const tax = includedPercent(usd(amount), percent).amount
        const net = amount - tax
        assert.ok(tax >= 0 && net >= 0)
        // Going back up from the net meets the same tax to within the one unit that rounding twice can cost.
        assert.ok(Math.abs(percentOf(usd(net), percent).amount - tax) <= 1)
      }),
    )
  })
})

suite('allocation', () => {
  const weights = fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 100 })

  test('loses no cent', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, shares) => {
        const parts = allocate(usd(amount), shares)
        assert.equal(parts.length, shares.length)
        assert.equal(
          parts.reduce((total, part) => total + part.amount, 0),
          amount,
        )
      }),
    )
  })

  test('gives each part its exact share, rounded down or up', () => {
    fc.assert(
      fc.property(fc.nat(AMOUNT_MAX), weights, (amount, shares) => {
        const all = BigInt(shares.reduce((a, b) => a + b, 0))
        if (all === 0n) return
        for (const [at, part] of allocate(usd(amount), shares).entries()) {
          const floor = (BigInt(amount) * BigInt(shares[at] ?? 0)) / all
          assert.ok(part.amount === Number(floor) || part.amount === Number(floor) + 1)
        }
      }),
    )
  })

  test('gives the units that are left to the largest remainders, the earlier part first', () => {
    const split = (amount: number, shares: number[]) =>
      allocate(usd(amount), shares).map((part) => part.amount)
    assert.deepEqual(split(100, [1, 1, 1]), [34, 33, 33])
    assert.deepEqual(split(-100, [1, 1, 1]), [-34, -33, -33])
    assert.deepEqual(split(10, [1, 2]), [3, 7])
    assert.deepEqual(split(5, [0, 0]), [3, 2])
    assert.deepEqual(split(5, [0, 1]), [0, 5])
    assert.deepEqual(split(0, [3, 4]), [0, 0])
    assert.deepEqual(split(1, []), [])
  })

  test('never gives a heavier part less than a lighter one', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), weights, (amount, shares) => {
        const parts = allocate(usd(amount), shares).map((part, at) => [shares[at] ?? 0, part.amount] as const)
        const sorted = parts.toSorted(([a], [b]) => a - b)
        for (const [at, [share, part]] of sorted.entries()) {
          const [lighter, least] = sorted[at - 1] ?? [share, part]
          if (lighter < share) assert.ok(least <= part)
        }
      }),
    )
  })
})

suite('decimals', () => {
  test('come back as they went, in every currency', () => {
    fc.assert(
      fc.property(amounts, currencies, (amount, currency) => {
        const text = toDecimal({ amount, currency })
        assert.deepEqual(fromDecimal(text, currency), { amount: amount || 0, currency })
      }),
    )
  })

  test('have the digits of their currency', () => {
    const written = (amount: number, currency: string) => toDecimal({ amount, currency })
    assert.deepEqual(
      [written(1999, 'USD'), written(5, 'USD'), written(-5, 'USD'), written(20, 'JPY'), written(1234, 'KWD')],
      ['19.99', '0.05', '-0.05', '20', '1.234'],
    )
    assert.deepEqual(['USD', 'JPY', 'KWD', 'CLF'].map(exponentOf), [2, 0, 3, 4])
  })

  test('are read as people and exports write them', () => {
    const read = (text: string) => fromDecimal(text, 'USD').amount
    assert.deepEqual(
      ['19.99', ' 19.9 ', '19', '19.', '0.50', '19.990000', '-0'].map(read),
      [1999, 1990, 1900, 1900, 50, 1999, 0],
    )
    for (const wrong of ['', '.', '1,99', '1.999', '$1', '1e3', '0x10', '--1', '1 2', '١', 'NaN']) {
      assert.throws(
        () => fromDecimal(wrong, 'USD'),
        raises('money.malformed', /is not an amount in USD/),
        wrong,
      )
    }
    assert.throws(() => fromDecimal('1.5', 'JPY'), raises('money.malformed', /such as 20\./))
    assert.throws(() => fromDecimal('9999999999999', 'USD'), raises('money.too_large', /over/))
  })

  test('are refused in what is no currency', () => {
    assert.equal(isCurrency('USD'), true)
    assert.equal(isCurrency('XXXX'), false)
    assert.throws(() => fromDecimal('1', 'usd'), raises('money.unknown_currency', /"usd" is not/))
  })
})

test('no unit that is charged is left out for people, whatever the custom of the currency', () => {
  assert.equal(formatMoney(money(199_950, 'HUF')), 'HUF\u00a01,999.50')
  fc.assert(
    fc.property(amounts, fc.constantFrom('HUF', 'COP', 'IQD', 'CLF', 'USD', 'JPY'), (amount, currency) => {
      const digits = formatMoney({ amount, currency }).replace(/\D/g, '')
      assert.equal(Number(digits), Math.abs(amount))
    }),
  )
})

test('people read money in their own way, to the last unit', () => {
  assert.equal(formatMoney(usd(123_450)), '$1,234.50')
  assert.equal(formatMoney(usd(AMOUNT_MAX - 1)), '$9,999,999,999.99')
  assert.equal(formatMoney(money(500, 'JPY')), '¥500')
  assert.equal(formatMoney(money(123_450, 'EUR'), 'de-DE').replace(/\s/g, ' '), '1.234,50 €')
})
