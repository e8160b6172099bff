import { type Notice, notice } from '#modules/second-factor/index.ts'
import { passkeyAdded, passkeyCopied, passkeyRemoved } from './passkey-ring.ts'

export const notices: readonly Notice[] = [
  notice('passkey-added', passkeyAdded, {
    title: 'A passkey was added',
    lead: () => 'Your account has a new passkey, which is enough to sign in.',
  }),
  notice('passkey-removed', passkeyRemoved, {
    title: 'A passkey was removed',
    lead: () => 'A passkey was removed from your account. It does not sign in any more.',
  }),
  notice('passkey-copied', passkeyCopied, {
    title: 'A passkey may have been copied',
    lead: () => 'Somebody brought a passkey of yours that seems to be an old copy of it. It was refused.',
    advice: 'If your devices were always with you, remove that passkey from your account and make a new one.',
  }),
]
