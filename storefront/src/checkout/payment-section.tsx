import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './checkout.module.css'
import { Choice } from './choice.tsx'
import { Section } from './section.tsx'
import { checkoutTexts } from './texts.ts'

export interface Card {
  readonly provider: string
  readonly token: string
}

/** What works comes first, and is chosen. */
export const FIRST_CARD: Card = { provider: 'test', token: 'success' }

interface PaymentSectionProps {
  readonly isFree: boolean
  readonly card: Card
  onChange(card: Card): void
}

export function PaymentSection({ isFree, card, onChange }: PaymentSectionProps) {
  const t = useTexts(checkoutTexts)
  const { data } = useQuery(shop.query('/payment-providers'))
  const takesTestCards = data?.data.some(({ name }) => name === 'test')
  return (
    <Section id="checkout-payment" title={t.payment}>
      {isFree && <Text c="dimmed">{t.nothingToPay}</Text>}
      {!isFree && !data && <Skeleton height={72} radius="md" />}
      {!isFree && data && !takesTestCards && <Text c="var(--mantine-color-error)">{t.noProvider}</Text>}
      {!isFree && takesTestCards && <TestCards card={card} onChange={onChange} />}
    </Section>
  )
}

function TestCards({ card, onChange }: Omit<PaymentSectionProps, 'isFree'>) {
  const t = useTexts(checkoutTexts)
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.hidden}>{t.testCards}</legend>
      <Text c="dimmed" size="sm">
        {t.testHint}
      </Text>
      <div className={classes.cards}>
        {Object.entries(t.cards).map(([token, [name, does]]) => (
          <Choice
            key={token}
            name="card"
            value={token}
            isChosen={card.token === token}
            onChoose={() => onChange({ provider: 'test', token })}
            title={name}
          >
            {does}
          </Choice>
        ))}
      </div>
    </fieldset>
  )
}
