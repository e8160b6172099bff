import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { toLines } from '../account/address-lines.ts'
import { useCountries } from '../account/countries.ts'
import { useDates } from '../account/dates.ts'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './order.module.css'
import type { Order } from './steps.ts'
import { orderTexts } from './texts.ts'

/** Where it goes, by what, and how it is paid. */
export function OrderFacts({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const { shippingAddress, billingAddress } = order
  return (
    <aside className={classes.facts}>
      {order.fulfilments.length > 0 && <Parcels order={order} />}
      {shippingAddress && (
        <Fact title={t.delivery}>
          <AddressText address={shippingAddress} />
        </Fact>
      )}
      {order.shippingOption && <Fact title={t.shippingBy}>{order.shippingOption}</Fact>}
      {(billingAddress || shippingAddress) && (
        <Fact title={t.billing}>
          {billingAddress && !isSame(billingAddress, shippingAddress) ? (
            <AddressText address={billingAddress} />
          ) : (
            t.sameBilling
          )}
        </Fact>
      )}
      <Payment order={order} />
    </aside>
  )
}

type Address = NonNullable<Order['shippingAddress']>

const isSame = (one: Address, other: Address | null): boolean =>
  other !== null && toLines(one, '').join('\n') === toLines(other, '').join('\n')

const Fact = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h2>{title}</h2>
    {children}
  </section>
)

function AddressText({ address }: { address: Address }) {
  const { nameOf } = useCountries()
  return (
    <address>
      {toLines(address, nameOf(address.countryCode)).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </address>
  )
}

function Payment({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const money = useMoney()
  // One that the bank refused is between the shop and the bank.
  const refunds = order.refunds.filter(({ status }) => status !== 'refused')
  return (
    <Fact title={t.payment}>
      {t.payments[order.payment.status]}
      {refunds.map(({ id, amount, status }) => (
        <span key={id} className={classes.block}>
          {status === 'done' ? t.refunded(money(amount)) : t.refundUnderWay(money(amount))}
        </span>
      ))}
    </Fact>
  )
}

function Parcels({ order }: { order: Order }) {
  const t = useTexts(orderTexts)
  const { day } = useDates()
  return (
    <Fact title={t.parcels}>
      <ul className={classes.parcels}>
        {order.fulfilments.map(({ id, at, tracking }) => (
          <li key={id}>
            {t.parcel(day(at))}
            {tracking && (
              <span className={classes.block}>{t.tracking(tracking.carrier, tracking.number)}</span>
            )}
            {tracking?.url && (
              <Anchor href={tracking.url} rel="noreferrer" underline="always">
                {t.track(tracking.carrier)}
              </Anchor>
            )}
          </li>
        ))}
      </ul>
    </Fact>
  )
}
