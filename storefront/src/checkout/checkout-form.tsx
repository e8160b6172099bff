import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Cart } from '../cart/cart.ts'
import { useTexts } from '../language.tsx'
import { missingIn } from './address.ts'
import { AddressSection } from './address-section.tsx'
import classes from './checkout.module.css'
import { ContactSection } from './contact-section.tsx'
import { type Wrong, wrongIn } from './draft.ts'
import { PayButton } from './pay-button.tsx'
import { type Card, FIRST_CARD, PaymentSection } from './payment-section.tsx'
import { ShippingSection } from './shipping-section.tsx'
import { Summary } from './summary.tsx'
import { checkoutTexts } from './texts.ts'
import { isMended } from './trouble.ts'
import { TroubleAlert } from './trouble-alert.tsx'
import { useDraft } from './use-draft.ts'
import { usePay } from './use-pay.ts'

interface CheckoutFormProps {
  readonly cart: Cart
  readonly isEstimate: boolean
}

/** The whole checkout on one page. */
export function CheckoutForm({ cart, isEstimate }: CheckoutFormProps) {
  const isShipped = cart.lines.some(({ requiresShipping }) => requiresShipping)
  const { draft, wrong, isSaved, setWrong, change, save } = useDraft(cart, isShipped)
  const [card, setCard] = useState<Card>(FIRST_CARD)
  const { pay, isPaying, trouble, setTrouble } = usePay(cart, isEstimate, (found) => {
    setWrong(found)
    focusFirst(found)
  })
  const payButton = useRef<HTMLButtonElement>(null)
  const isGone = trouble !== undefined && isMended(trouble, cart.lines)
  useEffect(() => {
    if (!isGone) return
    setTrouble(undefined)
    payButton.current?.focus()
  }, [isGone, setTrouble])
  const hasAddress = missingIn(draft.shipping).length === 0
  const lacksShipping = wrong.shippingOption !== undefined && cart.shippingOption === null
  const sections = { draft, wrong, onChange: change }

  function tryToPay() {
    const found: Record<string, 'missing' | 'invalid'> = { ...wrongIn(draft, isShipped) }
    if (isShipped && hasAddress && !cart.shippingOption) found.shippingOption = 'missing'
    setWrong(found)
    if (Object.keys(found).length > 0) {
      setTrouble(undefined)
      focusFirst(found)
    } else if (!isPaying) void pay(cart, card, save)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    tryToPay()
  }

  return (
    <div className={classes.page}>
      <form className={classes.form} noValidate onSubmit={submit}>
        <ContactSection {...sections} />
        <AddressSection {...sections} isShipped={isShipped} />
        {isShipped && <ShippingSection {...{ cart, hasAddress, isEstimate }} isWrong={lacksShipping} />}
        <PaymentSection isFree={cart.totals.total.amount === 0} card={card} onChange={setCard} />
        <div className={classes.pay}>
          {trouble && <TroubleAlert trouble={trouble} cart={cart} retry={tryToPay} />}
          <WrongCount
            count={Object.keys(wrong).filter((place) => place !== 'shippingOption' || lacksShipping).length}
          />
          <PayButton
            ref={payButton}
            total={cart.totals.total}
            isFinal={!isEstimate && (isSaved || !hasAddress) && (!isShipped || cart.shippingOption !== null)}
            isPaying={isPaying}
            isNew={trouble?.kind === 'changed'}
          />
        </div>
      </form>
      <Summary cart={cart} isShipped={isShipped} isEstimate={isEstimate} />
    </div>
  )
}

function WrongCount({ count }: { count: number }) {
  const t = useTexts(checkoutTexts)
  return (
    <p className={classes.wrong} role="status">
      {count > 0 ? t.fix(count) : ''}
    </p>
  )
}

const ORDER = ['email', 'shipping.', 'billing.', 'shippingOption']

/** To the first field that needs another look, as the page shows them. */
function focusFirst(wrong: Wrong): void {
  const first = ORDER.flatMap((group) => Object.keys(wrong).filter((place) => place.startsWith(group)))[0]
  const field = first && document.getElementById(first === 'shippingOption' ? first : first.replace('.', '-'))
  if (field) field.focus()
}
