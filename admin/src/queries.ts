import { ShopError } from '@marketsquare/sdk'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { isAnythingUnsaved } from './unsaved.ts'

const ME = ['/me', {}] as const

const isSignedOut = (error: unknown) => error instanceof ShopError && error.code === 'access.unauthenticated'

/**
 * Once the shop knows the session no more, so does the page; the guard then leads to the sign-in. What is
 * typed would be lost with it: then the form says what happened, and goes on after a sign-in in another tab.
 */
const onError = (error: unknown) => {
  if (isSignedOut(error) && queries.getQueryData(ME) && !isAnythingUnsaved()) queries.setQueryData(ME, null)
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    // The SDK repeats by itself what is worth it. Without a connection all fails as with a broken one: a
    // refund that waited for it unseen would be sent long after whoever began it had gone.
    queries: { retry: false, staleTime: 15_000, networkMode: 'always', refetchOnReconnect: true },
    mutations: { retry: false, networkMode: 'always' },
  },
})

interface FirstData {
  readonly queries: readonly (readonly [key: readonly unknown[], data: unknown])[]
}

/** What the server put into the page, so that it needs not be asked for. */
export function takeFirstData(): void {
  const text = document.getElementById('first-data')?.textContent
  if (!text) return
  for (const [key, data] of (JSON.parse(text) as FirstData).queries) queries.setQueryData(key, data)
}

/** Asks again for all that was read at these addresses and below them: `refresh('/admin/orders')`. */
export async function refresh(...addresses: readonly string[]): Promise<void> {
  await queries.invalidateQueries({ predicate: isBelow(addresses) })
}

/** Asks again once they are shown next: after a deletion, whose page is there yet and would find nothing. */
export async function setAside(...addresses: readonly string[]): Promise<void> {
  await queries.invalidateQueries({ predicate: isBelow(addresses), refetchType: 'none' })
}

const isBelow =
  (addresses: readonly string[]) =>
  ({ queryKey: [at] }: { readonly queryKey: readonly unknown[] }) =>
    typeof at === 'string' && addresses.some((each) => at === each || at.startsWith(`${each}/`))
