interface Day {
  readonly date: string
  readonly orders: number
  readonly sales: number
  readonly refunds: number
}

export interface Figures {
  readonly sales: number
  readonly orders: number
  readonly refunds: number
  /** Of one order, in minor units; 0 without any. */
  readonly average: number
}

export function sumOf(days: readonly Day[]): Figures {
  const add = (of: 'sales' | 'orders' | 'refunds') => days.reduce((sum, day) => sum + day[of], 0)
  const [sales, orders, refunds] = [add('sales'), add('orders'), add('refunds')]
  return { sales, orders, refunds, average: orders === 0 ? 0 : Math.round(sales / orders) }
}

/** `+12 %`; null where there was nothing to compare with. */
export function changeOf(now: number, before: number): string | null {
  if (before === 0) return null
  const percent = Math.round(((now - before) / before) * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} %`
}

/** `2026-11-22`, so many days ago, by the calendar on the wall. */
export function dayAgo(days: number): string {
  const date = new Date()
  date.setDate(date.getDate() - days)
  const two = (figure: number) => String(figure).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const short = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** `2026-11-22` → `Nov 22` */
export const dayLabel = (date: string): string => short.format(new Date(`${date}T00:00:00Z`))
