import { Text } from '@mantine/core'
import type { Cart } from '../cart/cart.ts'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './checkout.module.css'
import { checkoutTexts } from './texts.ts'
import type { PriceChange } from './trouble.ts'

/** What was shown, and what it costs now. */
export function ChangesTable({ changes, cart }: { changes: readonly PriceChange[]; cart: Cart }) {
  const t = useTexts(checkoutTexts)
  const money = useMoney()
  const nameOf = ({ field, lineId, message }: PriceChange) => {
    const title = cart.lines.find(({ id }) => id === lineId)?.title
    if (!title) return t.changedFields[field] ?? message
    return field === 'line' ? t.changedGone(title) : t.changedLine(title)
  }
  if (changes.length === 0) return <Text size="sm">{t.changedElsewhere}</Text>
  return (
    <>
      <table className={classes.changes}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t.before}</th>
            <th scope="col">{t.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.field} ${change.lineId} ${change.message}`}>
              <th scope="row">{nameOf(change)}</th>
              <td>{change.before ? money(change.before) : '–'}</td>
              <td>{change.after ? money(change.after) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Text size="sm">{t.changedHint}</Text>
    </>
  )
}
