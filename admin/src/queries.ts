import { ShopError } from '@marketsquare/sdk'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'

const ME = ['/me', {}] as const

const isSignedOut = (error: unknown) => error instanceof ShopError && error.code === 'access.unauthenticated'

/** Once the shop knows the session no more, so does the page; the guard then leads to the sign-in. */
const onError = (error: unknown) => {
  if (isSignedOut(error) && queries.getQueryData(ME)) queries.setQueryData(ME, null)
}

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    // The SDK repeats by itself what is worth it.
    queries: { retry: false, staleTime: 15_000 },
    mutations: { retry: false },
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
  await queries.invalidateQueries({
    predicate: ({ queryKey: [at] }) =>
      typeof at === 'string' && addresses.some((each) => at === each || at.startsWith(`${each}/`)),
  })
}
