import type { Ctx } from '#context'
import { Reply, type Route } from './route.ts'

/** Something that staff changed, or could have: a route behind a permission that was answered with 2xx. */
export interface StaffAct {
  readonly route: Route
  readonly params: Readonly<Record<string, string | undefined>>
  readonly body: unknown
  readonly status: number
  /** What the handler answered. */
  readonly value: unknown
}

/** Told before the commit, so that what it stages is written with the act or not at all. */
export type OnStaffAct = (ctx: Ctx, act: StaffAct) => void

export const isStaffAct = ({ method, access }: Route): boolean =>
  method !== 'GET' && access.audience === 'staff'

export const valueIn = (result: unknown): unknown => (result instanceof Reply ? result.value : result)
