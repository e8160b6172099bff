import { hash } from 'node:crypto'

/** What a page of ours can do without. */
const NO_DEVICES =
  'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()'

/** What a page needs beyond what every page may. */
export interface PageNeeds {
  /** Further sources of pictures. */
  readonly images?: string
  /** Where its forms may send to. */
  readonly forms?: string
}

/**
 * The headers of a page that is served. Its own inline scripts run, each by its hash, and no other one:
 * what somebody managed to put into the page does not. Styles are free, since the reference page makes its
 * own as it runs, as do the components of the storefront and the admin. Data in a `<script>` is not run and
 * needs no hash: https://html.spec.whatwg.org/multipage/scripting.html#data-block
 */
export function pageHeaders(html: string, needs: PageNeeds = {}): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `script-src 'self'${inlineScripts(html)
      .map((script) => ` '${hashOf(script)}'`)
      .join('')}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' ${needs.images ?? 'data:'}`,
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action ${needs.forms ?? "'none'"}`,
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': NO_DEVICES,
  }
}

const INLINE_SCRIPT =
  /<script(?![^>]*\s(?:src=|type="application\/(?:ld\+)?json"))[^>]*>([^<]*(?:<(?!\/script>)[^<]*)*)<\/script>/g

const inlineScripts = (html: string): string[] =>
  [...html.matchAll(INLINE_SCRIPT)].map(([, script = '']) => script)

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
const hashOf = (script: string): string => `sha256-${hash('sha256', script, 'base64')}`
