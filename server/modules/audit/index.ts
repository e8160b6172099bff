import type { Module } from '#module'
import { adminRoutes } from './admin-routes.ts'
import { auditLog, purgeAudit } from './audit.ts'

export { audit, auditLog } from './audit.ts'
export type { AuditDetails, AuditEntry, Deed } from './audit-entry.ts'
export { recordStaffAct } from './record-staff-act.ts'

/** Who did what, when and from where: for the day when somebody asks. */
export const auditModule: Module = {
  name: 'audit',
  collections: [auditLog],
  routes: adminRoutes,
  permissions: { 'audit:read': 'See who did what in the shop, when and from where.' },
  schedules: [purgeAudit],
}
