import { useQuery } from '@tanstack/react-query'
import { useCan, useMe, useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'

export interface Step {
  readonly title: string
  readonly why: string
  readonly to: string
  readonly isDone: boolean
}

/** What a shop is called until somebody names it. */
const UNNAMED = 'Marketsquare'
const ONE = { query: { limit: 1 } }

/** What there is already. */
interface Done {
  readonly isNamed: boolean
  readonly hasProducts: boolean
  readonly hasZones: boolean
  readonly hasTaxes: boolean
  readonly isProtected: boolean
  readonly hasStaff: boolean
}

/** The first steps that this person may take, by what there is. Undefined until all of it is known. */
export function useSteps(isWanted: boolean): readonly Step[] | undefined {
  const can = useCan()
  const done = useDone(isWanted)
  return done && stepsOf(done, can)
}

function useDone(isWanted: boolean): Done | undefined {
  const { name } = useShop()
  const me = useMe()
  const can = useCan()
  const asked = (needs?: string) => ({ enabled: isWanted && (needs === undefined || can(needs)) })
  const products = useQuery({ ...shop.query('/admin/products', ONE), ...asked('catalog:read') })
  const zones = useQuery({ ...shop.query('/admin/shipping-zones', ONE), ...asked('shipping:read') })
  const taxes = useQuery({ ...shop.query('/admin/tax-rates', ONE), ...asked('taxes:read') })
  const factor = useQuery({ ...shop.query('/me/second-factor'), ...asked() })
  const passkeys = useQuery({ ...shop.query('/me/passkeys'), ...asked() })
  const invited = useQuery({ ...shop.query('/admin/invitations'), ...asked('staff:write') })
  const users = useQuery({ ...shop.query('/admin/users', { query: { limit: 100 } }), ...asked('users:read') })
  const all = [products, zones, taxes, factor, passkeys, invited, users]
  if (all.some(({ isLoading }) => isLoading)) return undefined
  const isStaff = (role: string) => role !== 'customer'
  const colleagues = users.data?.data.filter(({ id, role }) => id !== me.id && isStaff(role)) ?? []
  return {
    isNamed: name !== UNNAMED,
    hasProducts: hasAny(products.data),
    hasZones: hasAny(zones.data),
    hasTaxes: hasAny(taxes.data),
    isProtected: Boolean(factor.data?.totp) || hasAny(passkeys.data),
    hasStaff: colleagues.length > 0 || hasAny(invited.data),
  }
}

function stepsOf(done: Done, can: (permission: string) => boolean): readonly Step[] {
  const steps: readonly (Step & { readonly needs?: string })[] = [
    {
      title: 'Name the shop',
      why: 'It stands in every page and mail.',
      to: '/settings',
      isDone: done.isNamed,
      needs: 'settings:write',
    },
    {
      title: 'Add products',
      why: 'One by one, or from a file of Shopify or WooCommerce.',
      to: can('catalog:import') ? '/imports' : '/products/new',
      isDone: done.hasProducts,
      needs: 'catalog:write',
    },
    {
      title: 'Say where you ship',
      why: 'Zones with their rates; without one nobody can check out.',
      to: '/shipping',
      isDone: done.hasZones,
      needs: 'shipping:write',
    },
    {
      title: 'Set tax rates',
      why: 'By country, and by region where that matters.',
      to: '/taxes',
      isDone: done.hasTaxes,
      needs: 'taxes:write',
    },
    {
      title: 'Protect your account',
      why: 'A second factor or a passkey keeps the shop yours.',
      to: '/account/security',
      isDone: done.isProtected,
    },
    {
      title: 'Invite your staff',
      why: 'Everybody with an account and a role of their own.',
      to: '/staff',
      isDone: done.hasStaff,
      needs: 'staff:write',
    },
  ]
  return steps.filter(({ needs }) => needs === undefined || can(needs))
}

const hasAny = (page: { readonly data: readonly unknown[] } | undefined): boolean =>
  (page?.data.length ?? 0) > 0
