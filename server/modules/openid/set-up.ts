import type { SetUp } from '#module'
import { waysInToForget } from '#modules/identity/index.ts'
import { letterKinds } from '#modules/notifications/index.ts'
import { waysIn } from '#modules/passkeys/index.ts'
import { outbound } from '#outbound/port.ts'
import { createGithubProvider } from './github-provider.ts'
import { createIssuerProvider } from './issuer-provider.ts'
import { forgetIdentities, hasLink } from './links.ts'
import { notices } from './notices.ts'
import { createProviderFetch } from './provider-fetch.ts'
import { signInProviders } from './sign-in-provider.ts'
import { OPENID } from './ways-in.ts'

/** Nothing is called yet: a provider that is away keeps no shop from opening. */
export function setUp({ config, clock, ports }: SetUp): void {
  const means = { clock, fetch: createProviderFetch(() => ports.use(outbound)) }
  const providers = config.openid.map((settings) =>
    (settings.kind === 'github' ? createGithubProvider : createIssuerProvider)(settings, means),
  )
  ports.fill(signInProviders, { byName: new Map(providers.map((each) => [each.name, each])), clock })
  ports.use(waysIn).set(OPENID, hasLink)
  ports.use(waysInToForget).set(OPENID, forgetIdentities)
  for (const { letter } of notices) ports.use(letterKinds).set(letter.kind, letter)
}
