import { lazyRouteComponent as lazy } from '@tanstack/react-router'
import { page } from './page-of.ts'

export const COMMERCE = [
  page(
    '/promotions',
    'promotions:read',
    lazy(() => import('./promotions/promotions.tsx'), 'PromotionsPage'),
  ),
  page(
    '/shipping',
    'shipping:read',
    lazy(() => import('./shipping/shipping.tsx'), 'ShippingPage'),
  ),
  page(
    '/shipping/new',
    'shipping:write',
    lazy(() => import('./shipping/zone.tsx'), 'NewZonePage'),
  ),
  page(
    '/shipping/$zoneId',
    'shipping:read',
    lazy(() => import('./shipping/zone.tsx'), 'ZonePage'),
  ),
  page(
    '/taxes',
    'taxes:read',
    lazy(() => import('./taxes/taxes.tsx'), 'TaxesPage'),
  ),
] as const
