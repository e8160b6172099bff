import { Button, Skeleton, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Plus, Truck } from 'lucide-react'
import { EmptyState } from '../../components/empty-state.tsx'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { Page } from '../../components/page.tsx'
import { PermissionGate } from '../../components/permission-gate.tsx'
import { usePages } from '../../components/use-pages.ts'
import css from './shipping.module.css'
import { WhyThisRate } from './why-this-rate.tsx'
import { ZoneCard } from './zone-card.tsx'
import type { Zone } from './zone-wish.ts'

/** Where the shop sends to and what it asks for it; and for an address, why. */
export function ShippingPage() {
  const zones = usePages('/admin/shipping-zones', { query: { limit: 50 } })
  return (
    <Page
      title="Shipping"
      lead="Where you send to, and what customers there choose from."
      actions={<NewZone />}
    >
      <div className={css.columns}>
        <Zones zones={zones} />
        <WhyThisRate />
      </div>
    </Page>
  )
}

function Zones({ zones }: { zones: ReturnType<typeof usePages<'/admin/shipping-zones'>> }) {
  const { rows, error, reload, hasMore, isLoadingMore, loadMore } = zones
  if (error && !rows) return <FaultAlert error={error} onReload={reload} />
  if (!rows) return <Outline />
  if (rows.length === 0) {
    return (
      <div className={css.zone}>
        <EmptyState icon={Truck} title="You ship nowhere yet" action={<NewZone />}>
          A zone is a group of places, such as your own country, with the rates that customers there choose
          from. Begin with where most of them live; add the rest of the world when you are ready.
        </EmptyState>
      </div>
    )
  }
  return (
    <Stack>
      <ul className={css.zones} aria-label="Shipping zones">
        {rows.toSorted(restLast).map((zone) => (
          <ZoneCard key={zone.id} zone={zone} />
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" loading={isLoadingMore} onClick={loadMore}>
          Load more
        </Button>
      )}
    </Stack>
  )
}

/** In the order in which they are asked: the rest of the world serves where no other zone does. */
const restLast = (a: Zone, b: Zone) => Number(a.countries.includes('*')) - Number(b.countries.includes('*'))

const NewZone = () => (
  <PermissionGate needs="shipping:write">
    <Button component={Link} to="/shipping/new" leftSection={<Plus size={16} aria-hidden />}>
      New zone
    </Button>
  </PermissionGate>
)

const Outline = () => (
  <Stack aria-busy="true">
    <Skeleton height={112} radius="lg" />
    <Skeleton height={112} radius="lg" />
    <Skeleton height={112} radius="lg" />
  </Stack>
)
