import type { Schemas } from '@marketsquare/sdk'
import { formatMoney } from '../../money.ts'

type Promotion = Schemas['Promotion']

export const STATES = {
  active: { label: 'Active', tone: 'good' },
  scheduled: { label: 'Scheduled', tone: 'info' },
  ended: { label: 'Ended', tone: 'idle' },
  'used up': { label: 'Used up', tone: 'idle' },
  off: { label: 'Off', tone: 'idle' },
} as const

/** Whether it can be used now, and if not, why. */
export function stateOf(promotion: Promotion, now: number): keyof typeof STATES {
  const { active, startsAt, endsAt, usageLimit, uses } = promotion
  if (!active) return 'off'
  if (startsAt && Date.parse(startsAt) > now) return 'scheduled'
  if (endsAt && Date.parse(endsAt) <= now) return 'ended'
  if (usageLimit !== null && uses >= usageLimit) return 'used up'
  return 'active'
}

export function effectText(effect: Promotion['effect']): string {
  if (effect.type === 'percentage') return `${effect.percent} % off`
  if (effect.type === 'fixed') return `${formatMoney(effect.amount)} off`
  return 'Free shipping'
}

type Said = Pick<
  Promotion,
  'code' | 'effect' | 'minimumSubtotal' | 'endsAt' | 'usageLimit' | 'perCustomerLimit' | 'combinable'
> & { readonly goods: readonly string[] }

/** All that a promotion does, in a sentence. */
export function toSentence(said: Said): string {
  const { code, effect, minimumSubtotal, endsAt, usageLimit, perCustomerLimit, combinable, goods } = said
  const on = effect.type === 'free_shipping' ? '' : ` ${goods.length > 0 ? goods.join(', ') : 'everything'}`
  const parts = [
    `${effectText(effect)}${on}`,
    minimumSubtotal && minimumSubtotal.amount > 0 && `for carts of ${formatMoney(minimumSubtotal)} or more`,
    code ? `with the code ${code.toUpperCase()}` : 'without a code, by itself',
    perCustomerLimit !== null && times(perCustomerLimit, 'per customer'),
    usageLimit !== null && times(usageLimit, 'in all'),
    endsAt && `until ${new Date(endsAt).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' })}`,
    combinable && 'together with others',
  ]
  return `${parts.filter(Boolean).join(', ')}.`
}

const times = (count: number, what: string) => `${count === 1 ? 'once' : `${count} times`} ${what}`
