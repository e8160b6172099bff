import { lazyRouteComponent as lazy } from '@tanstack/react-router'
import { page } from './page-of.ts'

export const SELL = [
  page(
    '/',
    null,
    lazy(() => import('./dashboard/dashboard.tsx'), 'DashboardPage'),
  ),
  page(
    '/orders',
    'orders:read',
    lazy(() => import('./orders/orders.tsx'), 'OrdersPage'),
  ),
  page(
    '/orders/$orderId',
    'orders:read',
    lazy(() => import('./orders/order.tsx'), 'OrderPage'),
  ),
  page(
    '/customers',
    'users:read',
    lazy(() => import('./customers/customers.tsx'), 'CustomersPage'),
  ),
  page(
    '/customers/$userId',
    'users:read',
    lazy(() => import('./customers/customer.tsx'), 'CustomerPage'),
  ),
] as const
