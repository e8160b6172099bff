import type { Piece } from './pieces.ts'

/** A page of a list, by ids: the pieces come and go with stock, the order of the list does not. */
export interface ListPage {
  readonly key: string
  readonly ids: readonly string[]
  readonly next: string | null
}

/** A page as it is sent: its pieces, joined. */
export interface JoinedPage {
  readonly pieces: readonly Piece[]
  readonly json: Buffer
  readonly etag: string
}

export interface Pages {
  find(key: string): ListPage | undefined
  put(page: ListPage): void
  findJoined(page: ListPage): JoinedPage | undefined
  /** Only of a page that is still here. */
  putJoined(page: ListPage, joined: JoinedPage): void
  clear(): void
  readonly size: number
}

/** Pages of lists, the last used; bounded by number, and their joined texts by bytes. */
export function createPages({ pagesMax, bytesMax }: { pagesMax: number; bytesMax: number }): Pages {
  const pages = new Map<string, ListPage>()
  const texts = new Map<ListPage, JoinedPage>()
  let bytes = 0

  function dropJoined(page: ListPage): void {
    bytes -= texts.get(page)?.json.length ?? 0
    texts.delete(page)
  }

  function drop(page: ListPage): void {
    pages.delete(page.key)
    dropJoined(page)
  }

  return {
    find(key) {
      const page = pages.get(key)
      if (page && pages.delete(key)) pages.set(key, page)
      return page
    },
    put(page) {
      const before = pages.get(page.key)
      if (before) drop(before)
      pages.set(page.key, page)
      for (const oldest of pages.values()) {
        if (pages.size <= pagesMax) break
        drop(oldest)
      }
    },
    findJoined: (page) => texts.get(page),
    putJoined(page, joined) {
      if (pages.get(page.key) !== page || joined.json.length > bytesMax) return
      dropJoined(page)
      texts.set(page, joined)
      bytes += joined.json.length
      for (const oldest of texts.keys()) {
        if (bytes <= bytesMax) break
        dropJoined(oldest)
      }
    },
    clear() {
      pages.clear()
      texts.clear()
      bytes = 0
    },
    get size() {
      return pages.size
    },
  }
}
