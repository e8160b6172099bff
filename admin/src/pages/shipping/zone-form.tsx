import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { FormPage } from '../../components/form-page.tsx'
import { useSave } from '../../components/use-save.ts'
import { useCan, useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { checkWish } from './check-wish.ts'
import { DeleteZone } from './delete-zone.tsx'
import { PlaceFields } from './place-fields.tsx'
import { RatesCard } from './rates-card.tsx'
import css from './shipping.module.css'
import { newZone, toBody, toWish, type Zone, type ZoneWish } from './zone-wish.ts'

const REFRESH = ['/admin/shipping-zones']

interface ZoneFormProps {
  readonly zone: Zone | undefined
  readonly onSaved: (zone: Zone) => void
  readonly onReload: () => void
}

/** Without a zone: that of a new one. */
export function ZoneForm({ zone, onSaved, onReload }: ZoneFormProps) {
  const { currency } = useShop()
  const can = useCan()
  const navigate = useNavigate()
  const form = useForm<ZoneWish>({
    initialValues: zone ? toWish(zone) : newZone(),
    validate: checkWish,
  })
  const saving = useSave<ZoneWish, Zone>({
    save: (wish) => save(zone, toBody(wish, currency)),
    done: ({ name }) => `${name} is saved.`,
    refresh: REFRESH,
    isQuiet: true,
  })
  const isFixed = !can('shipping:write')
  return (
    <FormPage
      title={zone ? zone.name : 'New shipping zone'}
      size="narrow"
      breadcrumbs={[{ label: 'Shipping', to: '/shipping' }]}
      form={form}
      saving={saving}
      toInput={(values) => values}
      onSaved={(saved) => (zone ? onSaved(saved) : void navigate({ to: '/shipping' }))}
      onReload={onReload}
      submitLabel={zone ? 'Save' : 'Make the zone'}
      isNew={!zone}
      actions={zone && !isFixed && <DeleteZone zone={zone} onDeleted={form.resetDirty} />}
    >
      <fieldset disabled={isFixed} className={css.fixed}>
        <PlaceFields form={form} zoneId={zone?.id} />
        <RatesCard form={form} />
      </fieldset>
    </FormPage>
  )
}

const save = (zone: Zone | undefined, body: ReturnType<typeof toBody>): Promise<Zone> =>
  zone
    ? shop.put('/admin/shipping-zones/{zoneId}', { path: { zoneId: zone.id }, body, version: zone.version })
    : shop.post('/admin/shipping-zones', { body })
