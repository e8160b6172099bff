import type { CustomFetch } from 'openid-client'
import { SECOND_MS } from '#kernel/clock.ts'
import { Fault } from '#kernel/fault.ts'
import { type Outbound, outboundFaults } from '#outbound/port.ts'
import { openidFaults } from './openid-faults.ts'

/** A provider that takes longer for one answer is away. */
export const TIMEOUT_MS = 5 * SECOND_MS

/** Discovery documents, key sets and tokens have a few kilobytes. */
export const ANSWER_BYTES_MAX = 512 * 1024

/** How requests to providers go out: through the one gate there is, and not on to where a redirect leads. */
export const createProviderFetch =
  (gate: () => Outbound): CustomFetch =>
  async (url, { method, headers, body, signal }) => {
    const response = await through(gate(), url, {
      ...{ method, headers, redirect: 'manual', timeoutMs: TIMEOUT_MS, bytesMax: ANSWER_BYTES_MAX },
      ...(body && { body: body as NonNullable<RequestInit['body']> }),
      ...(signal && { signal }),
    })
    if (response.status < 500 && response.status !== 429) return response
    throw openidFaults.providerAway({ cause: new Error(`${url} answered ${response.status}.`) })
  }

async function through(gate: Outbound, ...asked: Parameters<Outbound['fetch']>): Promise<Response> {
  try {
    return await gate.fetch(...asked)
  } catch (cause) {
    const isRefused = cause instanceof Fault && cause.code === outboundFaults.refused.code
    throw (isRefused ? openidFaults.providerBroken : openidFaults.providerAway)({ cause })
  }
}
