import { signedIn } from '#http/access.ts'
import { route } from '#http/route.ts'
import { orderFaults } from './faults.ts'
import { claimOrders } from './join-orders.ts'

export const claimRoute = route({
  method: 'POST',
  path: '/me/orders/claims',
  summary: 'Bring what you bought as a guest into your account',
  description:
    'Orders of your e-mail address, once it is proved to be yours. This happens by itself when the address is ' +
    'proved; ask for it again where somebody who has an account bought without signing in.',
  access: signedIn,
  rate: 'signIn',
  replies: { 202: null },
  faults: [orderFaults.unproven],
  handle: claimOrders,
})
