import { digitsOf } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './controls.module.css'
import { type Listing, toAmount, without } from './listing.ts'
import { fromText, toInput } from './prices.ts'
import type { Facets } from './queries.ts'
import { catalogueTexts } from './texts.ts'
import { useNarrow } from './use-narrow.ts'

const LIMITS = ['min', 'max'] as const
type Limit = (typeof LIMITS)[number]
type Draft = { readonly [L in Limit]?: string }

interface RangeProps {
  readonly listing: Listing
  /** From the cheapest to the dearest there is. */
  readonly range: Facets['price'] | undefined
}

export function PriceRange({ listing, range }: RangeProps) {
  const t = useTexts(catalogueTexts)
  const narrow = useNarrow()
  const { data } = useQuery(shop.query('/shop'))
  const currency = data?.currency ?? 'USD'
  const digits = digitsOf(currency)
  const fault = useId()
  /** What is written and not applied yet. */
  const [draft, setDraft] = useState<Draft>({})
  const [wrong, setWrong] = useState<readonly Limit[]>([])
  const textOf = (limit: Limit): string => {
    const amount = toAmount(listing[limit])
    return draft[limit] ?? (amount === undefined ? '' : toInput(amount, digits))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const said = LIMITS.filter((limit) => textOf(limit).trim() !== '')
    const unclear = said.filter((limit) => fromText(textOf(limit), digits) === undefined)
    setWrong(unclear)
    if (unclear.length > 0) return
    setDraft({})
    const amounts = said.map((limit) => [limit, String(fromText(textOf(limit), digits))])
    narrow({ ...without(listing, ['price']), ...Object.fromEntries(amounts) })
  }
  const input = (limit: Limit, label: string) => (
    <label className={classes.amount}>
      {label}
      <input
        className={classes.field}
        inputMode="decimal"
        autoComplete="off"
        maxLength={12}
        value={textOf(limit)}
        onChange={({ currentTarget }) => setDraft({ ...draft, [limit]: currentTarget.value })}
        placeholder={range ? toInput(range[limit], digits) : ''}
        aria-invalid={wrong.includes(limit)}
        aria-describedby={wrong.includes(limit) ? fault : undefined}
      />
    </label>
  )
  return (
    <form onSubmit={submit} noValidate>
      <fieldset className={classes.group}>
        <legend>{t.price}</legend>
        <div className={classes.range}>
          {input('min', t.lowest(currency))}
          {input('max', t.highest(currency))}
        </div>
        {wrong.length > 0 && (
          <p id={fault} className={classes.wrong} role="alert">
            {t.notAPrice(digits)}
          </p>
        )}
        <button type="submit" className={classes.apply}>
          {t.apply}
        </button>
      </fieldset>
    </form>
  )
}
