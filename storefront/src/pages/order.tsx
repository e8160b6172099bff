import { Button, Container, Group, Skeleton, Stack, Text } from '@mantine/core'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { FaultAlert } from '../components/fault-alert.tsx'
import { PageTitle } from '../components/page-title.tsx'
import { useTexts } from '../language.tsx'
import { KeepOrderCard } from '../order/keep-order-card.tsx'
import classes from '../order/order.module.css'
import { OrderFacts } from '../order/order-facts.tsx'
import { OrderLines } from '../order/order-lines.tsx'
import { OrderNotice, titleOf } from '../order/order-notice.tsx'
import { OrderSteps } from '../order/order-steps.tsx'
import type { Order } from '../order/steps.ts'
import { orderTexts } from '../order/texts.ts'
import { useOrder } from '../order/use-order.ts'

export function OrderPage() {
  const { orderId } = useParams({ from: '/orders/$orderId' })
  const { token } = useSearch({ from: '/orders/$orderId' })
  const { order, isUndone, isMissing, error, lookAgain } = useOrder(orderId, token)
  return (
    <Container size="var(--shop-page-width)" py="xl">
      {isUndone ? (
        <Undone />
      ) : isMissing ? (
        <Hidden orderId={orderId} />
      ) : (
        <Shown order={order} error={error} retry={lookAgain} />
      )}
    </Container>
  )
}

interface ShownProps {
  readonly order: Order | undefined
  readonly error: unknown
  retry(): void
}

function Shown({ order, error, retry }: ShownProps) {
  const t = useTexts(orderTexts)
  if (!order && error) {
    return (
      <Stack>
        <PageTitle>{t.title}</PageTitle>
        <FaultAlert error={error} retry={retry} />
      </Stack>
    )
  }
  if (!order) return <Waiting />
  return (
    <>
      <div className={classes.head}>
        <span className={classes.number}>{t.number(order.number)}</span>
        <PageTitle>{titleOf(order, t)}</PageTitle>
        <OrderNotice order={order} />
      </div>
      <OrderSteps order={order} />
      <div className={classes.page}>
        <div>
          <OrderLines order={order} />
          {order.status !== 'pending' && <KeepOrderCard order={order} />}
        </div>
        <OrderFacts order={order} />
      </div>
    </>
  )
}

function Undone() {
  const t = useTexts(orderTexts)
  return (
    <Note title={t.failedTitle} hint={t.failedHint}>
      <Button component={Link} to="/checkout">
        {t.toCheckout}
      </Button>
    </Note>
  )
}

function Hidden({ orderId }: { orderId: string }) {
  const t = useTexts(orderTexts)
  return (
    <Note title={t.hiddenTitle} hint={t.hiddenHint}>
      <Link to="/sign-in" search={{ to: `/orders/${orderId}` }}>
        {t.signIn}
      </Link>
      <Button component={Link} to="/" variant="default">
        {t.toShop}
      </Button>
    </Note>
  )
}

const Note = ({ title, hint, children }: { title: string; hint: string; children: ReactNode }) => (
  <Stack align="flex-start" gap="md" py={40}>
    <PageTitle>{title}</PageTitle>
    <Text c="dimmed" maw={560} role="alert">
      {hint}
    </Text>
    <Group>{children}</Group>
  </Stack>
)

const Waiting = () => (
  <Stack aria-hidden gap="lg">
    <Skeleton height={90} maw={480} />
    <div className={classes.page}>
      <Skeleton height={380} radius="lg" />
      <Skeleton height={300} radius="lg" />
    </div>
  </Stack>
)
