import { type Notice, notice } from '#modules/second-factor/index.ts'
import { accountReclaimed, identityLinked, identityUnlinked } from './linked-identity.ts'

export const notices: readonly Notice[] = [
  notice('identity-linked', identityLinked, {
    title: 'A way to sign in was added',
    lead: ({ provider }) => `Your account can now be entered by way of "${provider}".`,
  }),
  notice('identity-unlinked', identityUnlinked, {
    title: 'A way to sign in was removed',
    lead: ({ provider }) => `Your account can no longer be entered by way of "${provider}".`,
  }),
  notice('account-reclaimed', accountReclaimed, {
    title: 'Your account is yours alone now',
    lead: ({ provider }) =>
      `You signed in by way of "${provider}", which proved that this address is yours. There was an account ` +
      'with it already that nobody had proved to own. You have it now; its old password and all other ways ' +
      'into it are gone.',
    advice:
      'Was it not you who made that account? Then look through it: its name, addresses and orders are as ' +
      'they were left. You can set a password of your own at any time.',
  }),
]
