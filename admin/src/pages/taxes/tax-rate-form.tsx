import { Autocomplete, Group, NumberInput, Switch, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import type { Schemas } from '@marketsquare/sdk'
import { CountrySelect } from '../../components/country-select.tsx'
import { DangerButton } from '../../components/danger-button.tsx'
import { DrawerForm } from '../../components/drawer-form.tsx'
import { useSave } from '../../components/use-save.ts'
import { useCan, useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'

type TaxRate = Schemas['TaxRate']
type Wish = {
  name: string
  countryCode: string
  region: string
  category: string
  percent: number | string
  appliesToShipping: boolean
}

const CATEGORIES = ['standard', 'reduced', 'zero']
const REFRESH = ['/admin/tax-rates']

/** A rate of one place, for one kind of goods. */
export function TaxRateForm({ rate, close }: { rate: TaxRate | undefined; close: () => void }) {
  const { countryCode } = useShop()
  const can = useCan()
  const isFixed = !can('taxes:write')
  const form = useForm<Wish>({
    initialValues: {
      name: rate?.name ?? '',
      countryCode: rate?.countryCode ?? countryCode,
      region: rate?.region ?? '',
      category: rate?.category ?? 'standard',
      percent: rate?.percent ?? '',
      appliesToShipping: rate?.appliesToShipping ?? true,
    },
    validate: { percent: (value) => (value === '' ? 'Say how many percent.' : null) },
  })
  const saving = useSave<Wish, TaxRate>({
    save: (wish) => save(rate, wish),
    done: ({ name, percent }) => `${name}, ${percent} %, is saved.`,
    refresh: REFRESH,
    isQuiet: true,
  })
  return (
    <DrawerForm
      title={rate ? rate.name : 'New tax rate'}
      isOpen
      close={close}
      form={form}
      saving={saving}
      toInput={(values) => values}
      submitLabel="Save the rate"
      isReadOnly={isFixed}
    >
      <Fields form={form} />
      {rate && !isFixed && <DeleteRate rate={rate} close={close} />}
    </DrawerForm>
  )
}

const Fields = ({ form }: { form: UseFormReturnType<Wish> }) => (
  <>
    <TextInput
      data-autofocus
      label="Name"
      description="As receipts call it, such as VAT"
      required
      maxLength={100}
      {...form.getInputProps('name')}
    />
    <CountrySelect required {...form.getInputProps('countryCode')} />
    <TextInput
      label="Region"
      description="As addresses name it, such as CA. Empty: the whole country"
      maxLength={50}
      {...form.getInputProps('region')}
    />
    <Autocomplete
      label="For goods of the category"
      description="A product says its tax category; most are standard"
      data={CATEGORIES}
      maxLength={50}
      {...form.getInputProps('category')}
    />
    <NumberInput
      label="Rate"
      required
      suffix=" %"
      min={0}
      max={100}
      decimalScale={4}
      hideControls
      {...form.getInputProps('percent')}
    />
    <Switch
      label="On shipping too"
      description="Of a place’s rates, only the standard one is asked for shipping"
      {...form.getInputProps('appliesToShipping', { type: 'checkbox' })}
    />
  </>
)

function save(rate: TaxRate | undefined, { region, percent, ...wish }: Wish): Promise<TaxRate> {
  const body = { ...wish, region: region.trim() || null, percent: Number(percent) }
  return rate
    ? shop.patch('/admin/tax-rates/{taxRateId}', {
        path: { taxRateId: rate.id },
        body,
        version: rate.version,
      })
    : shop.post('/admin/tax-rates', { body })
}

function DeleteRate({ rate, close }: { rate: TaxRate; close: () => void }) {
  const deleting = useSave({
    save: () => shop.delete('/admin/tax-rates/{taxRateId}', { path: { taxRateId: rate.id } }),
    done: `${rate.name} is deleted.`,
    refresh: REFRESH,
    onSaved: close,
    isQuiet: true,
  })
  return (
    <Group>
      <DangerButton
        label="Delete the rate"
        title={`Delete ${rate.name}, ${rate.percent} %?`}
        confirmLabel="Delete the rate"
        onConfirm={() => deleting.saveAsync()}
      >
        Carts are reckoned without it from here on; orders stay as they are.
      </DangerButton>
    </Group>
  )
}
