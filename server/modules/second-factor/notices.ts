import {
  recoveryCodesReplaced,
  recoveryCodeUsed,
  secondFactorDisabled,
  secondFactorEnabled,
  secondFactorGuessed,
  secondFactorReset,
} from './factors.ts'
import { type Notice, notice } from './notice.ts'

export const notices: readonly Notice[] = [
  notice('second-factor-enabled', secondFactorEnabled, {
    title: 'Two-step sign-in is on',
    lead: () => 'An authenticator app was set up: signing in by password now takes a code of it as well.',
  }),
  notice('second-factor-disabled', secondFactorDisabled, {
    title: 'Two-step sign-in is off',
    lead: () => 'The authenticator app was removed: the password alone is enough to sign in.',
  }),
  notice('second-factor-reset', secondFactorReset, {
    title: 'Your two-step sign-in was reset',
    lead: () =>
      'Somebody who runs the shop removed your authenticator app and signed you out everywhere: the password ' +
      'alone is enough to sign in until you set one up again.',
    advice: 'If you did not ask for this, change your password at once, and tell the shop.',
  }),
  notice('recovery-codes-replaced', recoveryCodesReplaced, {
    title: 'You have new recovery codes',
    lead: () => 'New recovery codes were made. The old ones are worth nothing any more.',
  }),
  notice('recovery-code-used', recoveryCodeUsed, {
    title: 'A recovery code was used',
    lead: ({ left }) => `Somebody signed in with one of your recovery codes. ${left} of them are left.`,
  }),
  notice('second-factor-guessed', secondFactorGuessed, {
    title: 'Somebody knows your password',
    lead: ({ misses }) => `Your password was right, but ${misses} codes of the second step were wrong.`,
    advice: 'Nobody came in. If this was not you, change your password at once.',
  }),
]
