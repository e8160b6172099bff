import { collection } from '#store/collection.ts'
import type { Cart } from './cart.ts'
import { cartFaults } from './faults.ts'

export const carts = collection<Cart, 'byCustomer'>({
  name: 'carts',
  missing: cartFaults.missing,
  indexes: {
    byCustomer: { fields: ['customerId', '-updatedAt'], sparse: true },
  },
})
