import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './cart.module.css'
import type { Cart, CartLine } from './cart.ts'
import { changeCartOrTell } from './cart-state.ts'
import { removeLine, setQuantity } from './changes.ts'
import { cartTexts } from './texts.ts'

export const problemOf = (cart: Cart, { id }: CartLine) =>
  cart.problems.find(({ lineId }) => lineId !== null && lineId === id)

/** Why a line cannot be bought as it is, with the way out. */
export function LineProblem({ line }: { line: CartLine }) {
  const t = useTexts(cartTexts)
  const { variantId } = line
  const left = useLeft(line)
  const remedy =
    line.forSale && left !== 0 && left !== undefined ? (
      <Button size="compact-sm" onClick={() => void changeCartOrTell(setQuantity(variantId, left))}>
        {t.take(left)}
      </Button>
    ) : (
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => void changeCartOrTell(removeLine(variantId))}
      >
        {t.remove}
      </Button>
    )
  return (
    <div className={classes.problem} role="alert">
      <span>{line.forSale ? said(t, left) : t.notForSale}</span>
      {remedy}
    </div>
  )
}

function said(t: ReturnType<typeof useTexts<(typeof cartTexts)['en']>>, left: number | undefined): string {
  if (left === undefined) return t.notEnough
  return left === 0 ? t.soldOut : t.onlyLeft(left)
}

/** How many of it can be had by now; undefined as long as that is not known. */
function useLeft({ handle, variantId, forSale }: CartLine): number | undefined {
  const { data } = useQuery({
    ...shop.query('/products/{idOrHandle}', { path: { idOrHandle: handle || '-' } }),
    enabled: forSale && handle !== '',
    staleTime: 0,
  })
  return data?.variants.find(({ id }) => id === variantId)?.available
}
