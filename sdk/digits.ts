/**
 * Currencies whose digits after the point are not two. Source: ISO 4217 list one (the "CcyMnrUnts" column),
 * as published by SIX, https://www.six-group.com/en/products-services/financial-information/data-standards.html
 */
const OTHERS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}

const DIGITS = new Map(
  Object.entries(OTHERS).flatMap(([digits, codes]) =>
    codes.split(' ').map((code) => [code, Number(digits)] as const),
  ),
)

/**
 * How many digits of an amount stand behind the point: 2 for USD, 0 for JPY, 3 for KWD. `Intl.NumberFormat`
 * goes by custom instead: asked for the digits of HUF it says none, and a price would be a hundredfold.
 */
export const digitsOf = (currency: string): number => DIGITS.get(currency) ?? 2
