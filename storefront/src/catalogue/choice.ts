import type { Product, Variant } from './prices.ts'

/** A value for each option, by the option's name: what somebody would like. */
export type Choice = Readonly<Record<string, string>>

/** How a value goes with the rest of a choice. */
export type ValueState = 'available' | 'sold-out' | 'missing'

type Offer = Pick<Product, 'variants' | 'options'>

/** The variant of an address; without one, the first that can be bought. */
export const variantOf = ({ variants }: Offer, id: string | undefined): Variant | undefined =>
  variants.find((variant) => variant.id === id) ??
  variants.find(({ available }) => available > 0) ??
  variants[0]

export const matching = ({ variants, options }: Offer, choice: Choice): Variant | undefined =>
  variants.find((variant) => options.every(({ name }) => variant.options[name] === choice[name]))

/** A chosen value is no dead end as long as something can be bought with it. */
export function stateOf(offer: Offer, choice: Choice, name: string, value: string): ValueState {
  const canBuy = (variant: Variant) => variant.options[name] === value && variant.available > 0
  if (choice[name] === value && offer.variants.some(canBuy)) return 'available'
  const variant = matching(offer, { ...choice, [name]: value })
  if (!variant) return 'missing'
  return variant.available > 0 ? 'available' : 'sold-out'
}

/**
 * What can be bought and is most like a choice that cannot. The options that come first weigh more: who
 * wants a size rather takes another colour.
 */
export function nearest({ variants, options }: Offer, choice: Choice): Variant | undefined {
  const alike = (variant: Variant) =>
    options.reduce((sum, { name }, at) => {
      return variant.options[name] === choice[name] ? sum + 2 ** (options.length - at) : sum
    }, 0)
  return variants
    .filter(({ available }) => available > 0)
    .reduce<Variant | undefined>(
      (best, next) => (!best || alike(next) > alike(best) ? next : best),
      undefined,
    )
}

/** As the cart writes it; null for what comes in one kind only. */
export const nameOf = ({ options }: Offer, variant: Variant): string | null =>
  options.map(({ name }) => variant.options[name]).join(' / ') || null
