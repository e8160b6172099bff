import type { FastifyRequest } from 'fastify'

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

/** How a page is to look, by what the browser says. */
export interface Looks {
  readonly language: Language
  /** Undefined: as the system has it. */
  readonly colours: 'light' | 'dark' | undefined
}

const LANGUAGE_COOKIE = /(?:^|; )marketsquare_language=(en|de)(?:;|$)/
const COLOURS_COOKIE = /(?:^|; )marketsquare_colours=(light|dark)(?:;|$)/

export function looksOf({ headers }: Pick<FastifyRequest, 'headers'>): Looks {
  const cookies = headers.cookie ?? ''
  const chosen = LANGUAGE_COOKIE.exec(cookies)?.[1] as Language | undefined
  return {
    language: chosen ?? preferred(headers['accept-language']),
    colours: COLOURS_COOKIE.exec(cookies)?.[1] as Looks['colours'],
  }
}

const isLanguage = (tag: string): tag is Language => (LANGUAGES as readonly string[]).includes(tag)
const RANGES_MAX = 20

/** RFC 9110, 12.5.4: the first of ours by weight; among equal weights, in the order given. */
export function preferred(header: string | undefined): Language {
  const wanted = (header ?? '').slice(0, 500).split(',', RANGES_MAX).map(toRange)
  const known = wanted.filter(({ tag, weight }) => isLanguage(tag) && weight > 0)
  return (known.sort((a, b) => b.weight - a.weight)[0]?.tag as Language | undefined) ?? 'en'
}

function toRange(text: string): { tag: string; weight: number } {
  const [range = '', weight] = text.split(/;\s*q=/i)
  return { tag: range.trim().toLowerCase().split('-')[0] ?? '', weight: weight ? Number(weight) || 0 : 1 }
}

export const attributesOf = ({ language, colours }: Looks): string =>
  `lang="${language}"${colours ? ` data-mantine-color-scheme="${colours}"` : ''}`
