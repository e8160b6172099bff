import { Anchor, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { Link } from '@tanstack/react-router'
import { Money } from '../../components/money.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import css from './shipping.module.css'
import { becauseText, daysText } from './summary.ts'

type Quote = Schemas['ShippingQuote']

/** Which zone serves the address and because of what; what it offers, and what it does not. */
export const QuoteAnswer = ({ quote: { zone, options, refused, problem } }: { quote: Quote }) => (
  <div className={css.answer}>
    {zone ? (
      <Text size="sm">
        The zone{' '}
        <Anchor component={Link} to={`/shipping/${zone.id}`} inherit underline="always">
          {zone.name}
        </Anchor>{' '}
        serves it: the address lies in {becauseText(zone.because)}.
      </Text>
    ) : (
      <StatusBadge tone="warn">No zone has this address</StatusBadge>
    )}
    {problem && (
      <Text size="sm" c="dimmed">
        At the checkout it says: “{problem}”
      </Text>
    )}
    {options.length + refused.length > 0 && (
      <ul className={css.found}>
        {options.map((option) => (
          <Offered key={option.id} option={option} />
        ))}
        {refused.map(({ id, name, why }) => (
          <li key={id} className={css.option} data-refused>
            <div className={css.line}>
              {name}
              <StatusBadge tone="idle">Not offered</StatusBadge>
            </div>
            <Text size="xs" c="dimmed">
              {asSentence(why)}
            </Text>
          </li>
        ))}
      </ul>
    )}
  </div>
)

const Offered = ({ option }: { option: Quote['options'][number] }) => (
  <li className={css.option}>
    <div className={css.line}>
      {option.name}
      <span className={css.price}>{option.price.amount === 0 ? 'Free' : <Money of={option.price} />}</span>
    </div>
    <Text size="xs" c="dimmed">
      {[asSentence(option.explanation), daysText(option.minDays, option.maxDays)].filter(Boolean).join(' · ')}
    </Text>
  </li>
)

const asSentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
