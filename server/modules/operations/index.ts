import type { Module } from '#module'
import { eventRoutes } from './event-routes.ts'
import { housekeeping } from './housekeeping.ts'
import { taskRoutes } from './task-routes.ts'

/**
 * What staff need to see that the shop works behind the counter: its background tasks and its log of
 * events.
 */
export const operations: Module = {
  name: 'operations',
  routes: [...taskRoutes, ...eventRoutes],
  permissions: {
    'operations:read': 'See background tasks, dead letters and the log of events.',
    'operations:write': 'Send dead letters again, or discard them.',
  },
  schedules: [housekeeping],
}
