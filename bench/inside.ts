import { setTimeout as sleep } from 'node:timers/promises'
import type { InjectOptions } from 'fastify'
import type { App } from '../server/app.ts'
import type { Send } from './guest-checkout.ts'

/** Requests that go straight into the app, without a socket. */
export const sendInto =
  (app: App): Send =>
  async ({ method, path, body, headers }) => {
    const reply = await app.http.inject({
      method: method as InjectOptions['method'] & string,
      url: path,
      ...(headers && { headers: { ...headers } }),
      ...(body !== undefined && { payload: body as object }),
    })
    return { status: reply.statusCode, body: reply.rawPayload }
  }

const LOOK_EVERY_MS = 250

/** After a lot of work the app turns requests away until its event loop runs on time again. */
export async function untilCalm(send: Send): Promise<void> {
  while ((await send({ method: 'GET', path: '/api/shop' })).status === 503) await sleep(LOOK_EVERY_MS)
}
