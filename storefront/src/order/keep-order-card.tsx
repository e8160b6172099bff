import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMe } from '../account/use-me.ts'
import { hasCode } from '../cart/cart-home.ts'
import { FaultAlert } from '../components/fault-alert.tsx'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './order.module.css'
import type { Order } from './steps.ts'
import { orderTexts } from './texts.ts'

/** Offers who bought as a guest to have the order in an account. */
export function KeepOrderCard({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const me = useMe()
  const isClaimable = me?.email === order.email
  if (me === undefined || order.customerId !== null || (me && !isClaimable)) return null
  return (
    <section className={classes.keep} aria-labelledby="order-keep">
      <h2 id="order-keep">{t.guestTitle}</h2>
      {me ? <Claim order={order} /> : <MakeAccount order={order} />}
    </section>
  )
}

function MakeAccount({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const navigate = useNavigate()
  const search = { to: `/orders/${order.id}` }
  return (
    <>
      <Text size="sm">{t.guestHint(order.email)}</Text>
      <Group gap="xs">
        <Button variant="light" onClick={() => void navigate({ to: '/register', search })}>
          {t.register}
        </Button>
        <Button variant="subtle" onClick={() => void navigate({ to: '/sign-in', search })}>
          {t.signIn}
        </Button>
      </Group>
    </>
  )
}

function Claim({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const queries = useQueryClient()
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => shop.post('/me/orders/claims'),
    onSuccess: () => void queries.invalidateQueries({ queryKey: [`/orders/${order.id}`] }),
  })
  if (isSuccess) return <Text role="status">{t.claimed}</Text>
  return (
    <>
      <Text size="sm">{t.claimHint}</Text>
      {hasCode(error, 'order.unproven') ? (
        <Text role="alert">{t.claimUnproven}</Text>
      ) : (
        <FaultAlert error={error} />
      )}
      <Group>
        <Button variant="light" loading={isPending} onClick={() => mutate()}>
          {t.claim}
        </Button>
      </Group>
    </>
  )
}
