import type { Module } from '#module'
import { letterKinds } from '#modules/notifications/index.ts'
import { publicUrl } from '#modules/settings/index.ts'
import { passkeyChallenges, purgeChallenges } from './challenges.ts'
import { hasPasskey, PASSKEY } from './keep-passkeys.ts'
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
    const { passkeys: own } = config as { passkeys?: { domain: string | null; origins: readonly string[] } }
    ports.fill(relyingPartyPort, toRelyingParty({ publicUrl: ports.use(publicUrl), ...own }))
    ports.fill(waysIn, new Map([[PASSKEY, (ctx, { id }) => hasPasskey(ctx, id)]]))
    for (const { letter } of notices) ports.use(letterKinds).set(letter.kind, letter)
  },
}
