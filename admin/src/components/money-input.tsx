import { NumberInput, type NumberInputProps } from '@mantine/core'
import { digitsOf, symbolOf, toMajor, toMinor } from '../money.ts'
import { useShop } from '../session/me.ts'

interface MoneyInputProps
  extends Omit<NumberInputProps, 'value' | 'onChange' | 'defaultValue' | 'min' | 'max'> {
  /** In the currency's smallest unit; null where nothing is typed. */
  readonly value?: number | null | undefined
  readonly onChange: (minor: number | null) => void
  /** The shop's, unless said otherwise. */
  readonly currency?: string
  /** In the smallest unit. */
  readonly minAmount?: number
  readonly maxAmount?: number
}

/** Shows 19.99, holds 1999. Takes `form.getInputProps(path)`. */
export function MoneyInput({
  value,
  onChange,
  currency,
  minAmount = 0,
  maxAmount,
  ...rest
}: MoneyInputProps) {
  const { currency: own } = useShop()
  const code = currency ?? own
  const digits = digitsOf(code)
  return (
    <NumberInput
      leftSection={<span aria-hidden>{symbolOf(code)}</span>}
      leftSectionWidth={20 + 9 * symbolOf(code).length}
      decimalScale={digits}
      fixedDecimalScale
      thousandSeparator=","
      hideControls
      inputMode="decimal"
      allowNegative={minAmount < 0}
      {...rest}
      min={toMajor(minAmount, code)}
      max={maxAmount === undefined ? undefined : toMajor(maxAmount, code)}
      value={value === null || value === undefined ? '' : toMajor(value, code)}
      onChange={(major) => onChange(major === '' ? null : toMinor(Number(major), code))}
    />
  )
}
