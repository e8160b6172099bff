import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { Money } from '../../components/money.tsx'
import { countryName } from '../../countries.ts'
import { useCan } from '../../session/me.ts'
import css from './order.module.css'
import { type Order, PaymentStatus } from './status.tsx'

type PostalAddress = NonNullable<Order['shippingAddress']>

export function OrderSide({ order }: { order: Order }) {
  const { shippingAddress, billingAddress, shippingOption } = order
  const isSame = JSON.stringify(shippingAddress) === JSON.stringify(billingAddress)
  return (
    <>
      <Buyer order={order} />
      {shippingAddress && (
        <Card title="Ships to" lead={shippingOption && `By ${shippingOption}`}>
          <Address of={shippingAddress} />
        </Card>
      )}
      <Card title="Bills to">
        {billingAddress && !isSame ? (
          <Address of={billingAddress} />
        ) : (
          <Text size="sm" c="dimmed">
            {billingAddress ? 'The same address' : 'No address given'}
          </Text>
        )}
      </Card>
      <Paid order={order} />
    </>
  )
}

function Buyer({ order: { email, customerId } }: { order: Order }) {
  const can = useCan()
  return (
    <Card title="Customer">
      <Stack gap={4}>
        <Anchor href={`mailto:${email}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Anchor>
        {customerId && can('users:read') ? (
          <Anchor component={Link} to={`/customers/${customerId}`} size="sm">
            Their account
          </Anchor>
        ) : (
          <Text size="sm" c="dimmed">
            {customerId ? 'Has an account' : 'Bought as a guest'}
          </Text>
        )}
        <Anchor component={Link} to="/orders" search={{ email } as never} size="sm">
          All orders of this address
        </Anchor>
      </Stack>
    </Card>
  )
}

/** Where the postal code stands behind city and region, as people there write it. */
const CODE_LAST = new Set(['US', 'CA', 'AU', 'GB', 'IE', 'NZ', 'IN'])

const Address = ({
  of: { name, company, line1, line2, city, region, postalCode, countryCode, phone },
}: {
  of: PostalAddress
}) => (
  <address className={css.address}>
    {[
      name,
      company,
      line1,
      line2,
      CODE_LAST.has(countryCode)
        ? `${[city, region].filter(Boolean).join(', ')} ${postalCode ?? ''}`
        : [postalCode, city, region].filter(Boolean).join(' '),
      countryName(countryCode),
      phone,
    ]
      .filter(Boolean)
      .map((row) => (
        <div key={row}>{row}</div>
      ))}
  </address>
)

function Paid({ order }: { order: Order }) {
  const { provider, amount, refunded, reference } = order.payment
  return (
    <Card title="Payment" actions={<PaymentStatus order={order} />}>
      <Stack gap={6}>
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            By {provider}
          </Text>
          <Text size="sm">
            <Money of={amount} />
          </Text>
        </Group>
        {refunded.amount > 0 && (
          <Group justify="space-between">
            <Text size="sm" c="dimmed">
              Refunded
            </Text>
            <Text size="sm">
              −<Money of={refunded} />
            </Text>
          </Group>
        )}
        {reference && <CopyText text={reference} label="Copy the provider’s reference" />}
      </Stack>
    </Card>
  )
}
