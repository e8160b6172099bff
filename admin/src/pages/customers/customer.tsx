import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { PermissionGate } from '../../components/permission-gate.tsx'
import { RoleOf } from '../../components/role.tsx'
import { useParam } from '../../components/use-param.ts'
import { When } from '../../components/when.tsx'
import type { Me } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import order from '../orders/order.module.css'
import { Account, Security } from './account.tsx'
import { OwnOrders } from './own-orders.tsx'

const WAY_UP = [{ label: 'Customers', to: '/customers' }]

export function CustomerPage() {
  const userId = useParam('userId')
  const query = useQuery(shop.query('/admin/users/{userId}', { path: { userId } }))
  const user = query.data
  return (
    <Page
      title={user?.name ?? 'Customer'}
      breadcrumbs={WAY_UP}
      lead={
        user && (
          <>
            Here since <When at={user.createdAt} />
          </>
        )
      }
    >
      <Loaded query={query}>{(loaded) => <Whole user={loaded} />}</Loaded>
    </Page>
  )
}

const Whole = ({ user }: { user: Me }) => (
  <div className={order.columns}>
    <PermissionGate needs="orders:read" otherwise={<div />}>
      <OwnOrders userId={user.id} />
    </PermissionGate>
    <div className={order.column}>
      <Account user={user} />
      <Card title="Role">
        <RoleOf user={user} />
      </Card>
      <PermissionGate needs="staff:write">
        <Security user={user} />
      </PermissionGate>
    </div>
  </div>
)
