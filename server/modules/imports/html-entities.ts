/**
 * HTML's names for U+00A0 to U+00FF, in order. Source:
 * https://html.spec.whatwg.org/multipage/named-characters.html
 */
const LATIN_1 = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3
acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig
Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave
Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave
iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`
const LATIN_1_FROM = 0xa0

/** The others that people and editors write in product texts. */
const OTHERS = `amp & lt < gt > quot " apos ' AMP & LT < GT > QUOT " ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “
rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › euro € trade ™ larr ←
uarr ↑ rarr → darr ↓ minus − le ≤ ge ≥ ne ≠ asymp ≈ infin ∞ radic √ hearts ♥ star ☆ starf ★ check ✓ OElig Œ oelig œ
Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ Omega Ω omega ω alpha α beta β pi π mu μ lowast ∗ sdot ⋅`

const NAMED = new Map<string, string>([
  ...LATIN_1.split(/\s+/).map((name, at): [string, string] => [name, String.fromCharCode(LATIN_1_FROM + at)]),
  ...pairs(OTHERS.split(/\s+/)),
  ...['ensp', 'emsp', 'thinsp'].map((name): [string, string] => [name, ' ']),
])

function pairs(words: readonly string[]): [string, string][] {
  return words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] as string]] : []))
}

const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z][a-z0-9]{1,9}));/gi

/** Decodes `&amp;`, `&#39;`, `&#x2019;` and the like, once. What is no known entity stays as written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(ENTITY, (whole: string, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? whole
    return toCharacter(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })
}

const WINDOWS_1252 = new TextDecoder('windows-1252')

/** As in browsers: 128 to 159 mean what Windows made of them, and what is no character is U+FFFD. */
function toCharacter(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252.decode(Uint8Array.of(code))
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\uFFFD'
}
