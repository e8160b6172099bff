import { useNavigate } from '@tanstack/react-router'
import { DangerButton } from '../../components/danger-button.tsx'
import { useSave } from '../../components/use-save.ts'
import { setAside } from '../../queries.ts'
import { shop } from '../../shop.ts'
import type { Zone } from './zone-wish.ts'

/** What is typed into the form needs no question any more. */
export function DeleteZone({ zone, onDeleted }: { zone: Zone; onDeleted: () => void }) {
  const navigate = useNavigate()
  const deleting = useSave({
    save: () =>
      shop.delete('/admin/shipping-zones/{zoneId}', { path: { zoneId: zone.id }, version: zone.version }),
    done: `${zone.name} is deleted.`,
    onSaved() {
      onDeleted()
      void setAside('/admin/shipping-zones')
      void navigate({ to: '/shipping' })
    },
    isQuiet: true,
  })
  return (
    <DangerButton
      label="Delete"
      title={`Delete ${zone.name}?`}
      confirmLabel="Delete the zone"
      onConfirm={() => deleting.saveAsync()}
    >
      Customers in its places can no longer check out, unless another zone has them, such as the rest of the
      world. Orders stay as they are.
    </DangerButton>
  )
}
