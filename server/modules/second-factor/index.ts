import type { Module } from '#module'
import { secondFactor as secondFactorPort, waysInToForget } from '#modules/identity/index.ts'
import { letterKinds } from '#modules/notifications/index.ts'
import { acceptCode, methodsOf } from './accept-code.ts'
import { secondFactors, vaultKeys } from './collections.ts'
import { notices } from './notices.ts'
import { resetRoutes } from './reset-routes.ts'
import { routes } from './routes.ts'
import { forgetSecondFactor } from './set-up-totp.ts'
import { openVault, vault } from './vault.ts'

export { type Notice, notice } from './notice.ts'
export { forgetSecondFactor } from './set-up-totp.ts'
export { type Vault, vault } from './vault.ts'

/** A code of an app, or of a list on paper, beyond the password. */
export const secondFactor: Module = {
  name: 'second-factor',
  collections: [secondFactors, vaultKeys],
  routes: [...routes, ...resetRoutes],
  subscribers: notices.map(({ subscriber }) => subscriber),
  async setUp({ config, log, ports, run }) {
    const { secretKeys } = config
    if (config.production && secretKeys.length === 0) {
      log.warn({}, 'Set SECRET_KEY, so that the database alone does not open the secrets of second factors.')
    }
    ports.fill(vault, await run((ctx) => openVault(ctx, secretKeys)))
    ports.fill(secondFactorPort, { methodsOf, accept: acceptCode })
    ports.use(waysInToForget).set('second-factor', forgetSecondFactor)
    for (const { letter } of notices) ports.use(letterKinds).set(letter.kind, letter)
  },
}
