/** What is put into a room's `index.html`, in order. */
export interface Filling {
  /** Of `<html>`. */
  readonly attributes: string
  readonly title: string
  readonly head: string
  readonly data: string
}

export type Template = (filling: Filling) => string

const SLOTS = [/<html\b[^>]*>/, /<title>[^<]*<\/title>/, /<!-- head -->/, /<!-- first data -->/]

/** Cuts the page where things are put in: once, so that a page is made of strings alone. */
export function toTemplate(html: string): Template {
  const parts: string[] = []
  let rest = html
  for (const slot of SLOTS) {
    const found = slot.exec(rest)
    if (!found) throw new Error(`index.html has no ${slot.source}, or not in its place.`)
    parts.push(rest.slice(0, found.index))
    rest = rest.slice(found.index + found[0].length)
  }
  const [start, toTitle, toHead, toData] = parts as [string, string, string, string]
  return ({ attributes, title, head, data }) =>
    `${start}<html ${attributes}>${toTitle}<title>${title}</title>${toHead}${head}${toData}${data}${rest}`
}
