import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import type { Form } from './codings.ts'

/** A page as it goes out. */
export interface Packed {
  readonly etag: string
  /** In this form. Made once for all who ask for it while it stays as it is. */
  in(form: Form): Promise<Buffer>
}

const PAGES_MAX = 500
/** Half the size of what gzip makes, at about its cost; the highest, 11, takes thirty times as long. */
const QUALITY = 5

const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

const compress: Readonly<Record<Form, (html: string) => Promise<Buffer>>> = {
  br: (html) => toBrotli(html, { params: { [zlib.BROTLI_PARAM_QUALITY]: QUALITY } }),
  gz: (html) => toGzip(html),
}

/**
 * Compresses pages, and keeps what was asked for last by its content: whatever a page was made of, the same
 * page is found again, and a changed one is another. Only for pages that tell nothing of who asks: how long a
 * compressed page is says something of what stands in it.
 */
export function createPacker(): (html: string) => Packed {
  const kept = new Map<string, Promise<Buffer>>()
  return (html) => {
    const digest = hash('sha1', html, 'base64url')
    return {
      etag: `W/"${digest}"`,
      in(form) {
        const key = `${form} ${digest}`
        const packed = kept.get(key) ?? compress[form](html)
        // Those that are asked for go to the end; the first in the row was asked for longest ago.
        kept.delete(key)
        kept.set(key, packed)
        for (const [oldest] of kept) if (kept.size > PAGES_MAX) kept.delete(oldest)
        return packed
      },
    }
  }
}
