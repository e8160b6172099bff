import { queries, refresh } from '../../queries.ts'
import { shop } from '../../shop.ts'
import type { Order } from './status.tsx'

/** The order as it is saved now, where somebody else was faster; the pages behind show it too. */
export async function readAgain(orderId: string): Promise<Order> {
  await refresh('/admin/orders')
  return queries.fetchQuery(shop.query('/admin/orders/{orderId}', { path: { orderId } }))
}
