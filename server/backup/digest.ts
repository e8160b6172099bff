import { createHash } from 'node:crypto'
import type { DocumentPage, Documents } from './documents.ts'

/** What a pile of documents comes to. */
export interface Sum {
  readonly documents: number
  /**
   * SHA-256, in hex, over the documents' lines, each ended by a line feed, in the order of collection and id:
   * the same on every engine.
   */
  readonly digest: string
  /** Those that have documents, by name. */
  readonly collections: { readonly [name: string]: CollectionSum }
}

export interface CollectionSum {
  readonly documents: number
  /** The newest shape among them. */
  readonly schema: number
}

export interface Digest {
  /** Answers the lines as they went into it. */
  add(page: DocumentPage): string
  sum(): Sum
}

export function createDigest(): Digest {
  const hash = createHash('sha256')
  const collections: Record<string, { documents: number; schema: number }> = {}
  let documents = 0
  return {
    add({ collection, rows, lines }) {
      const text = `${lines.join('\n')}\n`
      hash.update(text)
      documents += rows.length
      collections[collection.name] ??= { documents: 0, schema: 0 }
      const here = collections[collection.name] as { documents: number; schema: number }
      here.documents += rows.length
      for (const { schema } of rows) if (schema > here.schema) here.schema = schema
      return text
    },
    sum: () => ({ documents, digest: hash.copy().digest('hex'), collections }),
  }
}

/** The same pages, which are added up as they pass. */
export async function* adding(documents: Documents, digest: Digest): AsyncGenerator<DocumentPage> {
  for await (const page of documents) {
    digest.add(page)
    yield page
  }
}

/** Reads it all. */
export async function sumOf(documents: Documents, onPage: (page: DocumentPage) => void): Promise<Sum> {
  const digest = createDigest()
  for await (const page of adding(documents, digest)) onPage(page)
  return digest.sum()
}

/** How two sums differ, one line each; empty where they do not. */
export function differences(expected: Sum, found: Sum): string[] {
  const names = new Set([...Object.keys(expected.collections), ...Object.keys(found.collections)])
  const lines = [...names].sort().flatMap((name) => {
    const [wanted, got] = [expected, found].map((sum) => sum.collections[name]?.documents ?? 0)
    return wanted === got ? [] : [`${name}: ${got} documents instead of ${wanted}`]
  })
  if (lines.length === 0 && expected.digest !== found.digest)
    lines.push(
      `as many documents, but not the same ones: digest ${found.digest} instead of ${expected.digest}`,
    )
  return lines
}
