import { recently, signedIn } from '#http/access.ts'
import { route } from '#http/route.ts'
import { staffFaults } from '#modules/identity/index.ts'
import { closeAccount } from './erase-account.ts'
import { exportData } from './export-data.ts'

/** Taking along what is one's own, and leaving. */
export const leaveRoutes = [
  route({
    method: 'GET',
    path: '/me/export',
    summary: 'Export everything that the shop knows of you',
    description:
      'One JSON object with a member for each part: account, sessions, addresses, carts, orders and so on.',
    access: recently(signedIn),
    rate: 'signIn',
    replies: { 200: null },
    handle: exportData,
  }),
  route({
    method: 'DELETE',
    path: '/me',
    summary: 'Delete your account',
    description:
      'At once and for good: sessions end, no way in is left, name and picture are gone, and the address is free ' +
      'again. Carts, addresses and mails follow within moments. Orders are kept, as the law demands of a shop, ' +
      'but say no more who bought; those that are not finished, once they are.',
    access: recently(signedIn),
    replies: { 204: null },
    faults: [staffFaults.lastOwner],
    handle: closeAccount,
  }),
]
