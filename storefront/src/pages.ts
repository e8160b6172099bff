import { lazyRouteComponent } from '@tanstack/react-router'
import type { ReactNode } from 'react'

type PageModule = Readonly<Record<string, () => ReactNode>>

const page = <M extends PageModule>(load: () => Promise<M>, name: keyof M & string) =>
  lazyRouteComponent(load, name)

/** Each page in a file of its own, loaded when somebody goes there or is about to. */
export const pages = {
  home: page(() => import('./pages/home.tsx'), 'HomePage'),
  category: page(() => import('./pages/category.tsx'), 'CategoryPage'),
  product: page(() => import('./pages/product.tsx'), 'ProductPage'),
  search: page(() => import('./pages/search.tsx'), 'SearchPage'),
  cart: page(() => import('./pages/cart.tsx'), 'CartPage'),
  checkout: page(() => import('./pages/checkout.tsx'), 'CheckoutPage'),
  order: page(() => import('./pages/order.tsx'), 'OrderPage'),
  signIn: page(() => import('./pages/sign-in.tsx'), 'SignInPage'),
  register: page(() => import('./pages/register.tsx'), 'RegisterPage'),
  account: page(() => import('./pages/account.tsx'), 'AccountPage'),
  accountPart: page(() => import('./pages/account-part.tsx'), 'AccountPartPage'),
}
