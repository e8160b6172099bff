import { lazyRouteComponent as lazy } from '@tanstack/react-router'
import { page } from './page-of.ts'

export const CATALOGUE = [
  page(
    '/products',
    'catalog:read',
    lazy(() => import('./products/products.tsx'), 'ProductsPage'),
  ),
  page(
    '/products/new',
    'catalog:write',
    lazy(() => import('./products/new-product.tsx'), 'NewProductPage'),
  ),
  page(
    '/products/$productId',
    'catalog:read',
    lazy(() => import('./products/product.tsx'), 'ProductPage'),
  ),
  page(
    '/categories',
    'catalog:read',
    lazy(() => import('./categories/categories.tsx'), 'CategoriesPage'),
  ),
  page(
    '/imports',
    'catalog:import',
    lazy(() => import('./imports/imports.tsx'), 'ImportsPage'),
  ),
  page(
    '/imports/$importId',
    'catalog:import',
    lazy(() => import('./imports/import.tsx'), 'ImportPage'),
  ),
  page(
    '/stock',
    'inventory:read',
    lazy(() => import('./stock/stock.tsx'), 'StockPage'),
  ),
] as const
