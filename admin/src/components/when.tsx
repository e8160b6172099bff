const MINUTE_MS = 60_000
const UNITS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', MINUTE_MS],
]
const FAR_MS = 7 * 86_400_000

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' })
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium' })
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', year: 'numeric' })
const minute = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** `3 hr. ago`, and after a week the day; the exact time on hovering. `isExact` says it in full. */
export function When({ at, isExact = false }: { at: string | null | undefined; isExact?: boolean }) {
  if (!at) return '—'
  const date = new Date(at)
  return (
    <time dateTime={at} title={exact.format(date)} style={{ whiteSpace: 'nowrap' }}>
      {isExact ? minute.format(date) : said(date)}
    </time>
  )
}

function said(date: Date): string {
  const ms = date.getTime() - Date.now()
  if (Math.abs(ms) > FAR_MS) return day.format(date)
  const found = UNITS.find(([, size]) => Math.abs(ms) >= size)
  return found ? relative.format(Math.round(ms / found[1]), found[0]) : 'just now'
}
