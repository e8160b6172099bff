import { isIP } from 'node:net'
import type { Ctx } from '#context'
import { faults } from '#kernel/fault.ts'
import { port } from '#kernel/port.ts'

/** Whom passkeys are for: a domain, and the pages (or apps) that may ask for them on its behalf. */
export interface RelyingParty {
  readonly id: string
  readonly origins: readonly string[]
}

/** null where the shop has no domain: browsers give no passkeys to bare network addresses. */
export const relyingPartyPort = port<RelyingParty | null>('passkeys.relying-party')

const partyFaults = faults('passkey', {
  noDomain: [503, 'Passkeys need a domain name. Set PUBLIC_URL to the address that the shop has on the web.'],
})

export const { noDomain } = partyFaults

/** A shop that is tried out at 127.0.0.1 can be reached as `localhost` too, for which browsers do it. */
export function toRelyingParty(init: {
  publicUrl: string
  domain?: string | null | undefined
  origins?: readonly string[] | undefined
}): RelyingParty | null {
  const { hostname, protocol, port: number, origin } = new URL(init.publicUrl)
  const bare = hostname.replace(/^\[|\]$/g, '')
  const isLoopback = bare === '::1' || /^127\./.test(bare)
  if (isIP(bare) !== 0 && !isLoopback && !init.domain) return null
  const local = `${protocol}//localhost${number && `:${number}`}`
  const own = isIP(bare) !== 0 ? local : origin
  return { id: init.domain ?? new URL(own).hostname, origins: [own, ...(init.origins ?? [])] }
}

/** Raises `noDomain`. */
export function relyingParty(ctx: Pick<Ctx, 'use'>): RelyingParty {
  const party = ctx.use(relyingPartyPort)
  if (!party) throw noDomain()
  return party
}
