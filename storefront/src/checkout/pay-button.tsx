import { Button } from '@mantine/core'
import type { Money } from '@marketsquare/sdk'
import { Lock } from 'lucide-react'
import { type Ref, useEffect, useState } from 'react'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './checkout.module.css'
import { checkoutTexts } from './texts.ts'

const LONG_MS = 4_000

interface PayButtonProps {
  readonly total: Money
  /** All that the total is made of is known. */
  readonly isFinal: boolean
  readonly isPaying: boolean
  readonly ref: Ref<HTMLButtonElement>
  /** It is not the total that was shown at first. */
  readonly isNew: boolean
}

export function PayButton({ ref, total, isFinal, isPaying, isNew }: PayButtonProps) {
  const t = useTexts(checkoutTexts)
  const money = useMoney()
  const isLong = useLater(isPaying, LONG_MS)
  const amount = money(total)
  const label = total.amount === 0 && isFinal ? t.order : isNew ? t.payNow(amount) : t.pay(amount)
  return (
    <>
      <Button
        ref={ref}
        type="submit"
        size="lg"
        fullWidth
        leftSection={<Lock size={18} aria-hidden />}
        loading={isPaying}
        aria-label={isPaying ? t.paying : undefined}
      >
        {isFinal ? label : t.payPlain}
      </Button>
      <p className={classes.note} role="status">
        {isPaying ? (isLong ? t.payingLong : t.paying) : t.privacy}
      </p>
    </>
  )
}

/** True once something has lasted for so long. */
function useLater(is: boolean, afterMs: number): boolean {
  const [isLater, setLater] = useState(false)
  useEffect(() => {
    setLater(false)
    if (!is) return
    const timer = setTimeout(() => setLater(true), afterMs)
    return () => clearTimeout(timer)
  }, [is, afterMs])
  return is && isLater
}
