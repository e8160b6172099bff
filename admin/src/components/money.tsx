import type { Money as Amount } from '@marketsquare/sdk'
import { formatMoney } from '../money.ts'

/** An amount, in figures of equal width. */
export const Money = ({ of }: { of: Amount }) => (
  <span style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>{formatMoney(of)}</span>
)
