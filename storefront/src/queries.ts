import { QueryClient } from '@tanstack/react-query'

const FRESH_MS = 30_000

/** What was asked for. The server put the first page's share into the HTML. */
export const queries = new QueryClient({
  defaultOptions: {
    // The SDK repeats what is worth repeating.
    queries: { retry: false, staleTime: FRESH_MS, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
})

const firstData = document.getElementById('first-data')?.textContent
if (firstData) {
  const { queries: known } = JSON.parse(firstData) as { queries: [readonly unknown[], unknown][] }
  for (const [key, data] of known) queries.setQueryData(key, data)
}
