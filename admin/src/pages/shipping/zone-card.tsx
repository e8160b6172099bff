import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Earth, MapPin } from 'lucide-react'
import css from './shipping.module.css'
import { placesOf, priceText, rateText } from './summary.ts'
import type { Zone } from './zone-wish.ts'

const PLACES_SHOWN = 4
const RATES_SHOWN = 5

/** A zone at a glance: where, and what is asked for. */
export function ZoneCard({ zone }: { zone: Zone }) {
  const { id, name, rates, countries } = zone
  const Icon = countries.includes('*') ? Earth : MapPin
  const more = rates.length - RATES_SHOWN
  return (
    <li className={css.zone}>
      <div className={css.head}>
        <span className={css.icon}>
          <Icon size={18} aria-hidden />
        </span>
        <div className={css.words}>
          <h2 className={css.name}>
            <Link to={`/shipping/${id}`} className={css.title}>
              {name}
            </Link>
          </h2>
          <Places zone={zone} />
        </div>
        <ChevronRight size={18} aria-hidden />
      </div>
      <ul className={css.rates} aria-label={`Rates of ${name}`}>
        {rates.slice(0, RATES_SHOWN).map((rate) => (
          <li key={rate.id} className={css.rate}>
            <div>
              {rate.name} <div className={css.soft}>{rateText(rate)}</div>
            </div>
            <span className={css.price}>{priceText(rate)}</span>
          </li>
        ))}
        {more > 0 && <li className={css.rate}>and {more} more</li>}
        {rates.length === 0 && (
          <li className={css.rate}>
            <span className={css.soft}>No rates yet: nobody here can check out.</span>
          </li>
        )}
      </ul>
    </li>
  )
}

function Places({ zone }: { zone: Zone }) {
  const places = placesOf(zone)
  const shown = places.slice(0, PLACES_SHOWN).join(' · ')
  const more = places.length - PLACES_SHOWN
  return (
    <Text size="sm" c="dimmed" title={places.join('\n')}>
      {more > 0 ? `${shown} and ${more} more` : shown}
    </Text>
  )
}
