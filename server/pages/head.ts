import { toHtml, toScriptJson } from './escape.ts'
import { toAbsolute } from './structured-data.ts'
import type { Language } from './visitor.ts'

/** What a page says of itself to those who do not run it: search engines, and whoever shows a link to it. */
export interface Head {
  readonly title: string
  readonly description?: string | undefined
  /** Below the shop's address; undefined where the page has no address that is worth keeping. */
  readonly path?: string
  readonly type?: 'website' | 'product'
  readonly image?: { readonly url: string; readonly alt: string } | undefined
  /** Whether it may be found by search engines. */
  readonly isIndexed: boolean
  /** The largest picture that is seen at once, to be fetched before the scripts ask for it. */
  readonly preload?: string | undefined
  /** https://schema.org, as JSON-LD. */
  readonly data?: readonly object[]
}

/** Where and for whom it is shown. */
export interface Place {
  /** How the shop is reached, without a slash at the end. */
  readonly origin: string
  readonly shop: string
  readonly language: Language
}

const LOCALES: Readonly<Record<Language, string>> = { en: 'en_US', de: 'de_DE' }
export const DESCRIPTION_CHARS_MAX = 160

/** The title as it stands in the tab: with the shop's name, unless it is that. */
export const titleOf = ({ title }: Head, { shop }: Place): string =>
  title === shop ? shop : `${title} · ${shop}`

export function renderHead(head: Head, place: Place): string {
  const { origin } = place
  const lines = [
    ...(head.preload
      ? [`<link rel="preload" as="image" fetchpriority="high" href="${toHtml(head.preload)}">`]
      : []),
    ...(head.description ? [named('description', head.description)] : []),
    ...(head.isIndexed ? [] : [named('robots', 'noindex')]),
    ...(head.path && head.isIndexed
      ? [`<link rel="canonical" href="${toHtml(origin + head.path)}">`, ...openGraph(head, place)]
      : []),
    ...(head.data ?? []).map(
      (each) => `<script type="application/ld+json">${toScriptJson(JSON.stringify(each))}</script>`,
    ),
  ]
  return lines.join('\n')
}

const named = (name: string, content: string) => `<meta name="${name}" content="${toHtml(content)}">`

/** https://ogp.me, and what Twitter takes besides. */
function openGraph(head: Head, { origin, shop, language }: Place): string[] {
  const image = (head.image && toAbsolute(head.image.url, origin)) ?? undefined
  const properties: [string, string | undefined][] = [
    ['og:title', head.title],
    ['og:description', head.description],
    ['og:type', head.type ?? 'website'],
    ['og:url', origin + head.path],
    ['og:site_name', shop],
    ['og:locale', LOCALES[language]],
    ['og:image', image],
    ['og:image:alt', image && head.image?.alt],
  ]
  return [
    ...properties.flatMap(([property, content]) =>
      content ? [`<meta property="${property}" content="${toHtml(content)}">`] : [],
    ),
    named('twitter:card', image ? 'summary_large_image' : 'summary'),
  ]
}

/** The beginning of a text, cut between words. */
export function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= DESCRIPTION_CHARS_MAX) return line
  const cut = line.slice(0, DESCRIPTION_CHARS_MAX)
  const end = cut.lastIndexOf(' ')
  return `${(end > 0 ? cut.slice(0, end) : cut).replace(/[\s,;:.–-]+$/, '').toWellFormed()}…`
}
