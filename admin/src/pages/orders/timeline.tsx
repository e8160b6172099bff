import { Text } from '@mantine/core'
import { Card } from '../../components/card.tsx'
import { When } from '../../components/when.tsx'
import { Who } from '../../components/who.tsx'
import css from './order.module.css'
import type { Order } from './status.tsx'

/** What happened to the order, the latest first. */
export const Timeline = ({ order: { history, customerId } }: { order: Order }) => (
  <Card title="Timeline">
    <ol className={css.history} reversed>
      {numbered(history).map(({ nth, at, by, what }) => (
        <li key={nth}>
          <span>
            {toSentence(what)}
            <Text span size="sm" c="dimmed">
              {' '}
              by <Who id={by} customerId={customerId ?? 'guest'} />
            </Text>
          </span>
          <Text span size="xs" c="dimmed">
            <When at={at} />
          </Text>
        </li>
      ))}
    </ol>
  </Card>
)

/** What the shop notes, in the words of these pages. */
const SAID: Readonly<Record<string, string>> = {
  'payment captured': 'Paid',
  'payment pending': 'Placed, to be paid later',
  'payment action required': 'The customer has to confirm the payment',
  fulfilled: 'Shipped',
  'partly fulfilled': 'Partly shipped',
}

const toSentence = (what: string) => SAID[what] ?? what.charAt(0).toUpperCase() + what.slice(1)

/** Entries are only ever added, so their number names them. */
const numbered = (history: Order['history']) => history.map((entry, nth) => ({ nth, ...entry })).toReversed()
