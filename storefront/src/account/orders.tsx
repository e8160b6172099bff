import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { AccountFrame, Lines } from './frame.tsx'
import { OrderRows } from './order-rows.tsx'
import { Section } from './section.tsx'
import { accountTexts } from './texts.ts'
import { ordersTexts } from './texts-orders.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import type { Me } from './use-me.ts'
import { VerifyHint } from './verify-hint.tsx'

const LIMIT = 20
const KEY = ['/me/orders', 'all'] as const

/** `/account/orders` */
export function Orders() {
  const t = useTexts(accountTexts)
  return (
    <AccountFrame title={() => t.orders}>
      {(me) => (
        <>
          <AllOrders />
          {me.emailVerified ? <Claim me={me} /> : <VerifyHint me={me} />}
        </>
      )}
    </AccountFrame>
  )
}

function AllOrders() {
  const t = useTexts(accountTexts)
  const orders = useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam: after, signal }) =>
      shop.get('/me/orders', { query: { limit: LIMIT, ...(after && { after }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = orders
  return (
    <section className={classes.section} aria-label={t.orders}>
      <Trouble fault={error} retry={() => void (data ? fetchNextPage() : refetch())} />
      {!data && !error && <Lines count={4} />}
      {data && <OrderRows orders={data.pages.flatMap((page) => page.data)} />}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </section>
  )
}

/** They are found in the background: the list is looked at a few times. */
const LOOKS_MS = [800, 2_500, 6_000]

function Claim({ me }: { me: Me }) {
  const { claim: t } = useTexts(ordersTexts)
  const queries = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const claim = useAction(async () => {
    await shop.post('/me/orders/claims')
    setAsked(true)
  })
  useEffect(() => {
    if (!isAsked) return
    const look = () => void queries.invalidateQueries({ queryKey: ['/me/orders'] })
    const timers = LOOKS_MS.map((ms) => setTimeout(look, ms))
    return () => timers.forEach(clearTimeout)
  }, [isAsked, queries])
  return (
    <Section title={t.title} lead={t.text(me.email)} isHint>
      <Trouble fault={claim.fault} />
      <Said>{isAsked && t.done}</Said>
      {!isAsked && (
        <div>
          <Button variant="default" loading={claim.isBusy} onClick={() => claim.run()}>
            {t.button}
          </Button>
        </div>
      )}
    </Section>
  )
}
