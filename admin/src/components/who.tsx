import { useQuery } from '@tanstack/react-query'
import { useCan, useMe } from '../session/me.ts'
import { shop } from '../shop.ts'

const KNOWN: Readonly<Record<string, string>> = { system: 'the shop', guest: 'a guest' }

/** Somebody by their id, as events and histories name them: you, a name, the shop itself. */
export function Who({ id, customerId }: { id: string; customerId?: string | null }) {
  const me = useMe()
  const can = useCan()
  const isUser = id.startsWith('user_')
  const { data } = useQuery({
    ...shop.query('/admin/users/{userId}', { path: { userId: id } }),
    enabled: isUser && id !== me.id && id !== customerId && can('users:read'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (id === me.id) return 'you'
  if (id === customerId) return 'the customer'
  if (id.startsWith('key_')) return 'a program'
  return KNOWN[id] ?? data?.name ?? (isUser ? 'a colleague' : id)
}
