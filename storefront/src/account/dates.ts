import { useLanguage } from '../language.tsx'

/** Writes the shop's times (RFC 3339) as people of the visitor's language do, in their time zone. */
export function useDates(): { day(time: string): string; moment(time: string): string } {
  const { locale } = useLanguage()
  const write = (options: Intl.DateTimeFormatOptions) => (time: string) =>
    new Intl.DateTimeFormat(locale, options).format(Date.parse(time))
  return {
    day: write({ dateStyle: 'long' }),
    moment: write({ dateStyle: 'medium', timeStyle: 'short' }),
  }
}
