import type { Ctx } from '#context'
import { Reply } from '#http/route.ts'
import { NO_SESSION_COOKIE } from '#http/session-cookie.ts'
import { closeSession } from './sessions.ts'

/** Ends the session, and takes its cookie off the browser where it has one. */
export async function signOut(ctx: Ctx): Promise<Reply<undefined>> {
  await closeSession(ctx)
  const headers: Record<string, string> =
    ctx.caller.via === 'cookie' ? { 'set-cookie': NO_SESSION_COOKIE } : {}
  return new Reply(204, undefined, headers)
}
