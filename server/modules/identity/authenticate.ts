import type { Authenticate } from '#http/server.ts'
import type { SetUp } from '#module'
import { sessions, users } from './collections.ts'
import { permissionList } from './ports.ts'
import { permissionsOf, type Role } from './roles.ts'
import { isOpen, seen, sessionIdOf } from './sessions.ts'

/**
 * Runs before each request that brings a token: the session by its id, then its user by id. The role is
 * read from the user each time rather than copied into the session, so a changed role or password counts
 * in the next request.
 */
export function createAuthenticate({ run, ports }: Pick<SetUp, 'run' | 'ports'>): Authenticate {
  const known = new Map<Role, ReadonlySet<string>>()
  const permissions = (role: Role): ReadonlySet<string> => {
    let granted = known.get(role)
    if (!granted) {
      granted = new Set(permissionsOf(role, ports.use(permissionList)))
      known.set(role, granted)
    }
    return granted
  }

  return async (token, address) => {
    const sessionId = sessionIdOf(token)
    if (sessionId === undefined) return undefined
    return run(async (ctx) => {
      const session = await ctx.get(sessions, sessionId)
      const user = session && (await ctx.get(users, session.userId))
      if (!session || !user || !isOpen(session, user, ctx.now)) return undefined
      const prolonged = seen(session, ctx.now)
      if (prolonged !== session) ctx.save(sessions, prolonged)
      return {
        kind: 'user',
        id: user.id,
        permissions: permissions(user.role),
        sessionId,
        address,
        operationId: '',
      }
    })
  }
}
