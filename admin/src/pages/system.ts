import { lazyRouteComponent as lazy } from '@tanstack/react-router'
import { page } from './page-of.ts'

export const SYSTEM = [
  page(
    '/staff',
    'staff:read',
    lazy(() => import('./staff/staff.tsx'), 'StaffPage'),
  ),
  page(
    '/roles',
    'staff:read',
    lazy(() => import('./roles/roles.tsx'), 'RolesPage'),
  ),
  page(
    '/api-keys',
    'api-keys:read',
    lazy(() => import('./api-keys/api-keys.tsx'), 'ApiKeysPage'),
  ),
  page(
    '/settings',
    'settings:read',
    lazy(() => import('./settings/settings.tsx'), 'SettingsPage'),
  ),
  page(
    '/mailbox',
    'mailbox:read',
    lazy(() => import('./mailbox/mailbox.tsx'), 'MailboxPage'),
  ),
  page(
    '/audit-log',
    'audit:read',
    lazy(() => import('./audit-log/audit-log.tsx'), 'AuditLogPage'),
  ),
  page(
    '/operations',
    'operations:read',
    lazy(() => import('./operations/operations.tsx'), 'OperationsPage'),
  ),
] as const
