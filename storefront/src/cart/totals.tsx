import type { Money, Schemas } from '@marketsquare/sdk'
import { useLanguage, useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import { cartTexts } from './texts.ts'
import classes from './totals.module.css'

interface TotalsProps {
  readonly of: {
    readonly totals: Schemas['Totals']
    readonly explanations: readonly Schemas['Explanation'][]
  }
  /** The name of the chosen way; null while none is chosen, undefined where nothing is shipped. */
  readonly shipping?: string | null
  /** Said in place of what shipping costs, while no way is chosen. */
  readonly later?: string
  /** While only the shop knows what it comes to. */
  readonly isEstimate?: boolean
}

/** What a cart or an order comes to, part by part, and by which rules. */
export function Totals({ of: { totals, explanations }, shipping, later, isEstimate = false }: TotalsProps) {
  const t = useTexts(cartTexts)
  const money = useMoney()
  const known = (amount: string) => (isEstimate ? <Working /> : amount)
  const shippingText = totals.shipping.amount === 0 ? t.free : money(totals.shipping)
  return (
    <div className={classes.totals}>
      <dl>
        <Row name={t.subtotal}>{money(totals.subtotal)}</Row>
        {totals.discount.amount > 0 && (
          <Row name={t.discount} isGood>
            {known(money(negative(totals.discount)))}
          </Row>
        )}
        {shipping !== undefined && (
          <Row name={shipping ? `${t.shipping}, ${shipping}` : t.shipping}>
            {shipping === null ? (
              <span className={classes.later}>{later ?? t.shippingLater}</span>
            ) : (
              known(shippingText)
            )}
          </Row>
        )}
        <Row name={totals.taxIncluded ? t.taxIncluded : t.tax}>{known(money(totals.tax))}</Row>
        <Row name={shipping === null ? t.totalSoFar : t.total} isTotal>
          {known(money(totals.total))}
        </Row>
      </dl>
      {explanations.length > 0 && <Why explanations={explanations} />}
    </div>
  )
}

const negative = ({ amount, currency }: Money): Money => ({ amount: -amount, currency })

interface RowProps {
  readonly name: string
  readonly children: React.ReactNode
  readonly isTotal?: boolean
  readonly isGood?: boolean
}

const Row = ({ name, children, isTotal, isGood }: RowProps) => (
  <div className={isTotal ? classes.total : isGood ? classes.good : undefined}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Working() {
  const t = useTexts(cartTexts)
  return <span className={classes.later}>{t.working}</span>
}

/** The shop's own sentences, which it writes in English. */
function Why({ explanations }: Pick<TotalsProps['of'], 'explanations'>) {
  const t = useTexts(cartTexts)
  const { language } = useLanguage()
  const messages = [...new Set(explanations.map(({ message }) => message))]
  return (
    <details className={classes.why}>
      <summary>{t.why}</summary>
      <ul lang={language === 'en' ? undefined : 'en'}>
        {messages.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </details>
  )
}
