import type { Authenticate } from '#http/server.ts'
import { port } from '#kernel/port.ts'

/** Finds who a bearer token stands for. */
export const authenticator = port<Authenticate>('identity.authenticator')

/** Every permission of every module, with what it allows. The app fills it before it sets the modules up. */
export const permissionList = port<ReadonlyMap<string, string>>('permissions')
