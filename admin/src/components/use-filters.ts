import { useNavigate, useSearch } from '@tanstack/react-router'

type Filters<K extends string> = Readonly<Partial<Record<K, string>>>

/**
 * What a list is filtered by stands in the address, so that it survives a reload and can be sent on:
 * `const [{ status }, setFilters] = useFilters('status', 'email')`. Undefined or '' takes one away.
 */
export function useFilters<K extends string>(...names: readonly K[]) {
  const search = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>
  const navigate = useNavigate()
  const filters = Object.fromEntries(
    names.flatMap((name) => (search[name] ? [[name, search[name]]] : [])),
  ) as Filters<K>
  const setFilters = (changes: Filters<K>) =>
    void navigate({
      to: '.',
      replace: true,
      resetScroll: false,
      search: ((shown: object) => ({ ...shown, ...changes })) as never,
    })
  return [filters, setFilters] as const
}
