import type { Module } from '#module'
import { waysInToForget } from '#modules/identity/index.ts'
import { letterKinds } from '#modules/notifications/index.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { passkeyChallenges, purgeChallenges } from './challenges.ts'
import { forgetPasskeys, hasPasskey, PASSKEY } from './keep-passkeys.ts'
import { notices } from './notices.ts'
import { passkeyRings } from './passkey-ring.ts'
import { relyingPartyPort, toRelyingParty } from './relying-party.ts'
import { routes } from './routes.ts'
import { waysIn } from './ways-in.ts'

export { forgetPasskeys, hasPasskey } from './keep-passkeys.ts'
export { passkeyAdded, passkeyRemoved, passkeyRings } from './passkey-ring.ts'
export { hasOtherWayIn, type WayIn, waysIn } from './ways-in.ts'

/** Signing in with what unlocks a phone or a computer, in place of a password. */
export const passkeys: Module = {
  name: 'passkeys',
  collections: [passkeyRings, passkeyChallenges],
  routes,
  subscribers: notices.map(({ subscriber }) => subscriber),
  schedules: [purgeChallenges],
  setUp({ config, ports }) {
    ports.fill(relyingPartyPort, toRelyingParty({ publicUrl: ports.use(publicUrl), ...config.passkeys }))
    ports.use(waysInToForget).set(PASSKEY, forgetPasskeys)
    ports.fill(waysIn, new Map([[PASSKEY, (ctx, { id }) => hasPasskey(ctx, id)]]))
    for (const { letter } of notices) ports.use(letterKinds).set(letter.kind, letter)
  },
}
