import { Button, Loader, Text } from '@mantine/core'
import { useTexts } from '../language.tsx'
import classes from './order.module.css'
import type { Order } from './steps.ts'
import { orderTexts } from './texts.ts'

/** What a person should know first. */
export const titleOf = ({ status, payment }: Order, t: (typeof orderTexts)['en']): string => {
  if (status === 'cancelled') return t.cancelledTitle
  if (status === 'fulfilled') return t.shippedTitle
  if (status !== 'pending') return t.thanks
  return payment.action ? t.actionTitle : t.pendingTitle
}

/** What is to be done next, or that there is nothing to do. Read out as it changes. */
export function OrderNotice({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const { status, payment, email } = order
  const isWaiting = status === 'pending' && !payment.action
  return (
    <div role="status" className={classes.notice}>
      {isWaiting && <Loader size="sm" aria-hidden />}
      <Text c="dimmed">{hintOf(order, t) ?? t.thanksHint(email)}</Text>
      {status === 'pending' && payment.action && (
        <Button component="a" href={payment.action.url}>
          {t.continue}
        </Button>
      )}
    </div>
  )
}

function hintOf({ status, payment, cancellation }: Order, t: (typeof orderTexts)['en']): string | undefined {
  if (status === 'pending') return payment.action ? t.actionHint : t.pendingHint
  if (status === 'cancelled')
    return [asSentence(cancellation?.reason), t.payments[payment.status]].filter(Boolean).join(' ')
  if (status === 'placed') return t.payments.pending
  return undefined
}

/** Staff write a reason as they like; another sentence follows it. */
const asSentence = (reason: string | null | undefined): string | null | undefined =>
  reason && !/[.!?…]$/.test(reason) ? `${reason}.` : reason
