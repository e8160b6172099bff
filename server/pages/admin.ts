/** The first step of every address of the admin's own pages, after `/admin/`. */
export const ADMIN_PAGES: ReadonlySet<string> = new Set([
  '',
  'sign-in',
  'invitation',
  'orders',
  'products',
  'imports',
  'categories',
  'promotions',
  'shipping',
  'taxes',
  'stock',
  'customers',
  'mailbox',
  'settings',
  'staff',
  'roles',
  'api-keys',
  'audit-log',
  'operations',
])

/** `/admin/orders/order_1?x` is one of `orders`. */
export const isAdminPage = (url: string): boolean =>
  ADMIN_PAGES.has(/^\/admin\/?([^/?#]*)/.exec(url)?.[1] ?? 'none')
