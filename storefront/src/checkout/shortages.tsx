import { Button, Text } from '@mantine/core'
import type { Cart } from '../cart/cart.ts'
import { changeCartOrTell } from '../cart/cart-state.ts'
import { removeLine, setQuantity } from '../cart/changes.ts'
import { useTexts } from '../language.tsx'
import classes from './checkout.module.css'
import { checkoutTexts } from './texts.ts'
import type { Shortage } from './trouble.ts'

/** The lines that cannot be had as wanted, each with its way out. */
export function Shortages({ lines, cart }: { lines: readonly Shortage[]; cart: Cart }) {
  const t = useTexts(checkoutTexts)
  return (
    <>
      <ul className={classes.troubleList}>
        {lines.map((line) => (
          <ShortageRow key={line.lineId} shortage={line} cart={cart} />
        ))}
      </ul>
      <Text size="sm">{t.shortHint}</Text>
    </>
  )
}

function ShortageRow({ shortage, cart }: { shortage: Shortage; cart: Cart }) {
  const t = useTexts(checkoutTexts)
  const { available, variantId } = shortage
  const line = cart.lines.find((each) => each.variantId === variantId)
  if (!line || line.quantity <= available) return null
  const { title, variantTitle } = line
  const name = variantTitle ? `${title} (${variantTitle})` : title
  return (
    <li>
      <span>{available === 0 ? t.shortSold(name) : t.shortLeft(name, available)}</span>
      {available === 0 ? (
        <Button
          size="compact-md"
          variant="default"
          aria-label={t.takeOutOf(name)}
          onClick={() => void changeCartOrTell(removeLine(variantId))}
        >
          {t.takeOut}
        </Button>
      ) : (
        <Button size="compact-md" onClick={() => void changeCartOrTell(setQuantity(variantId, available))}>
          {t.take(available)}
        </Button>
      )}
    </li>
  )
}
