import { type Money, NetworkError, ShopError } from '@marketsquare/sdk'

/** An amount that is not what was shown; `after` null where something is not for sale any more. */
export interface PriceChange {
  /** `unitPrice` and `line` are about a line. */
  readonly field: string
  readonly lineId: string | null
  readonly message: string
  readonly before: Money | null
  readonly after: Money | null
}

export interface Shortage {
  readonly lineId: string
  readonly variantId: string
  readonly available: number
}

/** Why there is no order, as far as the page has something to offer for it. */
export type Trouble =
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'short'; readonly lines: readonly Shortage[] }
  | { readonly kind: 'changed'; readonly changes: readonly PriceChange[] }
  | { readonly kind: 'incomplete'; readonly reasons: readonly string[] }
  | { readonly kind: 'used_up' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'under_way' }
  | { readonly kind: 'ordered'; readonly number: string }
  | { readonly kind: 'other'; readonly error: unknown }

type CartLine = { readonly variantId: string; readonly quantity: number }

/** What codes bring besides; see docs/reference/errors.md. */
interface Details {
  readonly reason?: string
  readonly lines?: readonly Shortage[]
  readonly changes?: readonly Partial<PriceChange>[]
  readonly errors?: readonly { readonly reason: string }[]
  readonly order?: { readonly number: string }
}

/** Whether the cart is no longer what was refused. */
export const isMended = (trouble: Trouble, lines: readonly CartLine[]): boolean =>
  trouble.kind === 'short' &&
  !lines.some(({ variantId, quantity }) =>
    trouble.lines.some((short) => short.variantId === variantId && short.available < quantity),
  )

/** Whether it is unknown what became of the request: then only the same one may be sent again. */
export function isUnanswered(error: unknown): boolean {
  if (error instanceof NetworkError) return true
  return error instanceof ShopError && (error.status >= 500 || error.code === 'idempotency.in_flight')
}

export function toTrouble(error: unknown): Trouble {
  if (isUnanswered(error)) return { kind: 'lost' }
  if (!(error instanceof ShopError)) return { kind: 'other', error }
  const details = error.problem as unknown as Details
  switch (error.code) {
    case 'payment.declined':
      return { kind: 'declined', reason: details.reason ?? error.message }
    case 'order.out_of_stock':
      return { kind: 'short', lines: details.lines ?? [] }
    case 'order.changed':
      return { kind: 'changed', changes: (details.changes ?? []).filter(isPriceChange) }
    case 'order.incomplete':
      return { kind: 'incomplete', reasons: (details.errors ?? []).map(({ reason }) => reason) }
    case 'promotions.used_up':
      return { kind: 'used_up' }
    case 'order.under_way':
      return { kind: 'under_way' }
    case 'order.checked_out':
    case 'cart.closed':
      return { kind: 'ordered', number: details.order?.number ?? '' }
    default:
      return { kind: 'other', error }
  }
}

/** Where later changes of the customer's own are the reason, the list is one of versions instead. */
const isPriceChange = (change: Partial<PriceChange>): change is PriceChange =>
  typeof change.message === 'string'
