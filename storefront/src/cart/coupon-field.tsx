import { Button, TextInput } from '@mantine/core'
import { X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useLanguage, useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './cart.module.css'
import type { Cart } from './cart.ts'
import { hasCode } from './cart-home.ts'
import { changeCart, changeCartOrTell } from './cart-state.ts'
import { addCoupon, removeCoupon } from './changes.ts'
import { cartTexts } from './texts.ts'
import { useRefusalText } from './use-refusal-text.ts'

/** Coupons of the cart, each with what it does, and a field for one more. */
export function CouponField({ cart }: { cart: Cart }) {
  const t = useTexts(cartTexts)
  const explain = useRefusalText()
  const [code, setCode] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function apply(event: FormEvent) {
    event.preventDefault()
    const wanted = code.trim()
    setRefusal(wanted ? undefined : t.couponEmpty)
    if (!wanted) return
    setBusy(true)
    try {
      await changeCart(addCoupon(wanted))
      setCode('')
    } catch (error) {
      setRefusal(hasCode(error, 'promotions.unknown_code') ? t.couponUnknown(wanted) : explain(error))
    }
    setBusy(false)
  }

  return (
    <div className={classes.coupons}>
      <form onSubmit={apply} noValidate>
        <TextInput
          size="md"
          label={t.coupon}
          value={code}
          maxLength={64}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          error={refusal}
          onChange={(event) => {
            setCode(event.currentTarget.value)
            setRefusal(undefined)
          }}
          rightSectionWidth="auto"
          rightSection={
            <Button type="submit" variant="subtle" size="compact-md" mr={6} loading={isBusy}>
              {t.apply}
            </Button>
          }
        />
      </form>
      <ul aria-live="polite">
        {cart.coupons.map((coupon) => (
          <Coupon key={coupon.code} coupon={coupon} />
        ))}
      </ul>
    </div>
  )
}

function Coupon({ coupon }: { coupon: Cart['coupons'][number] }) {
  const t = useTexts(cartTexts)
  const money = useMoney()
  const { language } = useLanguage()
  const { code, applied, discount, message } = coupon
  const saves = applied && discount.amount > 0
  return (
    <li className={classes.coupon}>
      <div>
        <strong>{code}</strong>
        {saves ? (
          <span className={classes.good}>{t.couponApplied(money(discount))}</span>
        ) : (
          <span lang={language === 'en' ? undefined : 'en'}>{message}</span>
        )}
      </div>
      <button
        type="button"
        aria-label={t.takeOff(code)}
        onClick={() => void changeCartOrTell(removeCoupon(code))}
      >
        <X size={16} aria-hidden />
      </button>
    </li>
  )
}
