import {
  Activity,
  Boxes,
  FileUp,
  FolderTree,
  House,
  Inbox,
  KeyRound,
  type LucideIcon,
  Package,
  Percent,
  ScrollText,
  Settings,
  ShieldCheck,
  ShoppingBag,
  TicketPercent,
  Truck,
  UserRoundCog,
  Users,
} from 'lucide-react'
import type { PAGES } from '../pages.ts'

interface Place {
  readonly label: string
  readonly to: (typeof PAGES)[number]['path']
  readonly icon: LucideIcon
  /** Without it the place is not shown. */
  readonly needs?: string
}

interface Area {
  readonly label: string
  readonly places: readonly Place[]
}

const NAVIGATION: readonly Area[] = [
  {
    label: 'Sell',
    places: [
      { label: 'Dashboard', to: '/', icon: House },
      { label: 'Orders', to: '/orders', icon: ShoppingBag, needs: 'orders:read' },
      { label: 'Customers', to: '/customers', icon: Users, needs: 'users:read' },
    ],
  },
  {
    label: 'Catalogue',
    places: [
      { label: 'Products', to: '/products', icon: Package, needs: 'catalog:read' },
      { label: 'Categories', to: '/categories', icon: FolderTree, needs: 'catalog:read' },
      { label: 'Imports', to: '/imports', icon: FileUp, needs: 'catalog:import' },
      { label: 'Stock', to: '/stock', icon: Boxes, needs: 'inventory:read' },
    ],
  },
  {
    label: 'Commerce',
    places: [
      { label: 'Promotions', to: '/promotions', icon: TicketPercent, needs: 'promotions:read' },
      { label: 'Shipping', to: '/shipping', icon: Truck, needs: 'shipping:read' },
      { label: 'Taxes', to: '/taxes', icon: Percent, needs: 'taxes:read' },
    ],
  },
  {
    label: 'People & system',
    places: [
      { label: 'Staff', to: '/staff', icon: UserRoundCog, needs: 'staff:read' },
      { label: 'Roles', to: '/roles', icon: ShieldCheck, needs: 'staff:read' },
      { label: 'API keys', to: '/api-keys', icon: KeyRound, needs: 'api-keys:read' },
      { label: 'Settings', to: '/settings', icon: Settings, needs: 'settings:read' },
      { label: 'Mailbox', to: '/mailbox', icon: Inbox, needs: 'mailbox:read' },
      { label: 'Audit log', to: '/audit-log', icon: ScrollText, needs: 'audit:read' },
      { label: 'Operations', to: '/operations', icon: Activity, needs: 'operations:read' },
    ],
  },
]

/** The areas with those places that somebody with these permissions may visit; none without a place. */
export function placesFor(can: (permission: string) => boolean): readonly Area[] {
  return NAVIGATION.map(({ label, places }) => ({
    label,
    places: places.filter(({ needs }) => needs === undefined || can(needs)),
  })).filter(({ places }) => places.length > 0)
}
