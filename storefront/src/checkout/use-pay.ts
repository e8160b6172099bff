import { useEffect, useRef, useState } from 'react'
import type { Cart } from '../cart/cart.ts'
import { cartSettled, changeCart, knownCart } from '../cart/cart-state.ts'
import { readAgain } from '../cart/changes.ts'
import { fieldErrors } from '../faults.ts'
import { queries } from '../queries.ts'
import { buy } from './buy.ts'
import { type Wrong, wrongBy } from './draft.ts'
import type { Card } from './payment-section.tsx'
import { type PriceChange, priceChanges, totalChange } from './price-changes.ts'
import { type Trouble, toTrouble } from './trouble.ts'
import { useGoOn } from './use-go-on.ts'

interface Pay {
  readonly isPaying: boolean
  readonly trouble: Trouble | undefined
  setTrouble(trouble: Trouble | undefined): void
  /** `save` tells the shop first what it does not know yet. */
  pay(cart: Cart, card: Card, save: () => Promise<void>): Promise<void>
}

/** Buys what the page shows, at what it shows, or says why not. */
export function usePay(cart: Cart, isEstimate: boolean, onInvalid: (wrong: Wrong) => void): Pay {
  const goOn = useGoOn()
  const [isPaying, setPaying] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  usePriceWatch(cart, isEstimate, (changes) => {
    setTrouble((last) => (last?.kind === 'changed' ? last : { kind: 'changed', changes }))
  })

  // The browser may bring the page back as it was left for the bank's.
  useEffect(() => {
    const back = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return
      setPaying(false)
      void queries.invalidateQueries({ queryKey: ['cart'] })
    }
    window.addEventListener('pageshow', back)
    return () => window.removeEventListener('pageshow', back)
  }, [])

  async function attempt(shown: Cart, card: Card, save: () => Promise<void>): Promise<Trouble | undefined> {
    await save()
    await cartSettled()
    const saved = knownCart() ?? shown
    const change = totalChange(shown, saved)
    if (change) return { kind: 'changed', changes: [change] }
    const payment = { provider: card.provider, token: card.token }
    await goOn(await buy({ cartId: saved.id, version: saved.version, payment }))
    return undefined
  }

  async function pay(shown: Cart, card: Card, save: () => Promise<void>): Promise<void> {
    setPaying(true)
    setTrouble(undefined)
    try {
      const found = await attempt(shown, card, save)
      setTrouble(found)
      if (found) setPaying(false)
      // Else the page goes away; until then the button should not come back.
    } catch (error) {
      const wrong = wrongBy(Object.keys(fieldErrors(error)))
      if (Object.keys(wrong).length > 0) {
        setPaying(false)
        return onInvalid(wrong)
      }
      const found = toTrouble(error)
      setTrouble(found)
      // The totals, the version and what is wrong with the lines are other ones now.
      if (found.kind !== 'lost') await changeCart(readAgain()).catch(() => {})
      setPaying(false)
    }
  }

  return { isPaying, trouble, setTrouble, pay }
}

/** Prices that change while somebody reads the page are not slipped under them. */
function usePriceWatch(cart: Cart, isEstimate: boolean, tell: (changes: readonly PriceChange[]) => void) {
  const seen = useRef(cart)
  useEffect(() => {
    if (isEstimate) return
    const changes = priceChanges(seen.current, cart)
    seen.current = cart
    if (changes.length > 0) tell(changes)
  })
}
