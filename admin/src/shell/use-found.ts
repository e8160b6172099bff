import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../session/me.ts'
import { shop } from '../shop.ts'

interface Hit {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly to: string
}

interface HitGroup {
  readonly group: string
  readonly hits: readonly Hit[]
}

const LIMIT = 5
const PAUSE_MS = 180

/** Orders by number or e-mail address, customers by e-mail address, products by any word of theirs. */
export function useFound(text: string): readonly HitGroup[] {
  const [q] = useDebouncedValue(text.trim(), PAUSE_MS)
  const can = useCan()
  const isAsked = q.length > 1
  const isAddress = q.includes('@')
  const wants = (permission: string, fits: boolean) => ({
    enabled: isAsked && fits && can(permission),
    placeholderData: (before: unknown) => (isAsked ? (before as never) : undefined),
  })
  const orders = useQuery({
    ...shop.query('/admin/orders', {
      query: { ...(isAddress ? { email: q } : { number: q.toUpperCase() }), limit: LIMIT },
    }),
    ...wants('orders:read', true),
  })
  const users = useQuery({
    ...shop.query('/admin/users', { query: { email: q, limit: LIMIT } }),
    ...wants('users:read', isAddress),
  })
  const products = useQuery({
    ...shop.query('/products/search', { query: { q, limit: LIMIT } }),
    ...wants('catalog:read', !isAddress),
  })
  if (!isAsked) return []
  return [
    {
      group: 'Orders',
      hits: (orders.data?.data ?? []).map(({ id, number, email }) => ({
        id,
        label: `Order ${number}`,
        description: email,
        to: `/orders/${id}`,
      })),
    },
    {
      group: 'Customers',
      hits: (users.data?.data ?? []).map(({ id, name, email }) => ({
        id,
        label: name,
        description: email,
        to: `/customers/${id}`,
      })),
    },
    {
      group: 'Products',
      hits: (products.data?.data ?? []).map(({ id, title, handle }) => ({
        id,
        label: title,
        description: handle,
        to: `/products/${id}`,
      })),
    },
  ]
}
