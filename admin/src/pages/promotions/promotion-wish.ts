import { useForm } from '@mantine/form'
import type { Schemas } from '@marketsquare/sdk'

type Promotion = Schemas['Promotion']

export const EFFECTS = [
  { value: 'percentage', label: 'Percent' },
  { value: 'fixed', label: 'Amount' },
  { value: 'free_shipping', label: 'Free shipping' },
]

/** What is in the form. Amounts in minor units, times as `YYYY-MM-DD HH:mm:ss` of the browser's zone. */
export type Wish = {
  code: string
  title: string
  effect: string
  percent: number | string
  amount: number | null
  minimum: number | null
  startsAt: string | null
  endsAt: string | null
  usageLimit: number | string
  perCustomerLimit: number | string
  productIds: string[]
  categoryIds: string[]
  combinable: boolean
  active: boolean
}

export function usePromotionForm(promotion: Promotion | undefined) {
  return useForm<Wish>({
    initialValues: promotion ? toWish(promotion) : EMPTY,
    validate: {
      percent: (value, { effect }) =>
        effect === 'percentage' && !(Number(value) > 0) ? 'Say how many percent.' : null,
      amount: (value, { effect }) => (effect === 'fixed' && !value ? 'Say how much.' : null),
      title: (value, { code }) => (!value.trim() && !code.trim() ? 'Give it a title or a code.' : null),
      endsAt: (value, { startsAt }) =>
        value && startsAt && value <= startsAt ? 'It ends before it begins.' : null,
    },
  })
}

const EMPTY: Wish = {
  code: '',
  title: '',
  effect: 'percentage',
  percent: 10,
  amount: null,
  minimum: null,
  startsAt: null,
  endsAt: null,
  usageLimit: '',
  perCustomerLimit: '',
  productIds: [],
  categoryIds: [],
  combinable: false,
  active: true,
}

function toWish(promotion: Promotion): Wish {
  const { effect, appliesTo, minimumSubtotal } = promotion
  return {
    code: promotion.code ?? '',
    title: promotion.title,
    effect: effect.type,
    percent: effect.type === 'percentage' ? effect.percent : '',
    amount: effect.type === 'fixed' ? effect.amount.amount : null,
    minimum: minimumSubtotal?.amount ?? null,
    startsAt: toLocal(promotion.startsAt),
    endsAt: toLocal(promotion.endsAt),
    usageLimit: promotion.usageLimit ?? '',
    perCustomerLimit: promotion.perCustomerLimit ?? '',
    productIds: [...(appliesTo?.productIds ?? [])],
    categoryIds: [...(appliesTo?.categoryIds ?? [])],
    combinable: promotion.combinable,
    active: promotion.active,
  }
}

export function toBody(wish: Wish, currency: string): Schemas['NewPromotion'] {
  const { productIds, categoryIds, code, title } = wish
  const isForSome = wish.effect !== 'free_shipping' && productIds.length + categoryIds.length > 0
  return {
    code: code.trim() || null,
    ...(title.trim() && { title: title.trim() }),
    effect: effectOf(wish, currency),
    minimumSubtotal: wish.minimum ? { amount: wish.minimum, currency } : null,
    startsAt: toInstant(wish.startsAt),
    endsAt: toInstant(wish.endsAt),
    usageLimit: wish.usageLimit === '' ? null : Number(wish.usageLimit),
    perCustomerLimit: wish.perCustomerLimit === '' ? null : Number(wish.perCustomerLimit),
    appliesTo: isForSome ? { productIds, categoryIds } : null,
    combinable: wish.combinable,
    active: wish.active,
  }
}

function effectOf({ effect, percent, amount }: Wish, currency: string): Promotion['effect'] {
  if (effect === 'percentage') return { type: 'percentage', percent: Number(percent) }
  if (effect === 'fixed') return { type: 'fixed', amount: { amount: amount ?? 0, currency } }
  return { type: 'free_shipping' }
}

const toInstant = (local: string | null) => (local ? new Date(local.replace(' ', 'T')).toISOString() : null)

function toLocal(instant: string | null): string | null {
  if (!instant) return null
  const at = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
