import { faults } from '#kernel/fault.ts'

export const openidFaults = faults('openid', {
  providerMissing: [
    404,
    'There is no way to sign in by this name. /api/openid-providers lists those there are.',
  ],
  returnRefused: [
    422,
    'People come back to a page of this shop: "returnTo" must be a path such as /account.',
  ],
  expired: [
    401,
    'This sign-in was begun too long ago, is finished already, or was begun in another browser. Begin again.',
  ],
  denied: [401, 'The sign-in was called off at the provider.'],
  rejected: [401, 'What the provider answered does not prove who you are. Begin again.'],
  providerAway: [503, 'The provider cannot be reached right now. Try again in a moment.'],
  providerBroken: [502, 'The provider does not answer as it should. Choose another way to sign in.'],
  linkNeeded: [
    409,
    'A member of staff has this address, who never proved it. Sign in as before, then link the provider.',
  ],
  linkedElsewhere: [409, 'This account at the provider opens another account here. Unlink it there first.'],
  full: [409, 'Your account has as many links to providers as it can have. Unlink one first.'],
  linkMissing: [404, 'There is no such link to a provider.'],
  lastWayIn: [409, 'Without this link you could not come in again. Set a password first.'],
})
