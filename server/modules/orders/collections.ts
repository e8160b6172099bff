import { collection, type Document } from '#store/collection.ts'
import { orderFaults } from './faults.ts'
import type { Order } from './order.ts'

export const orders = collection<Order, 'byNumber' | 'byCustomer' | 'byStatus' | 'byEmail' | 'byPayment'>({
  name: 'orders',
  missing: orderFaults.missing,
  indexes: {
    byNumber: { fields: ['number'], unique: true },
    byCustomer: { fields: ['customerId', '-createdAt'], sparse: true },
    byStatus: { fields: ['status', '-createdAt'] },
    byEmail: { fields: ['inbox', '-createdAt'] },
    byPayment: { fields: ['payment.id'], unique: true },
  },
})

/** The key that order tokens are made with; made once, when the store is first opened. */
export interface OrderKey extends Document {
  readonly key: string
}

export const orderKeys = collection<OrderKey>({ name: 'order-keys', indexes: {} })
