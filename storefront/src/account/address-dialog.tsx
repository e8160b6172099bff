import { Checkbox, NativeSelect, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import type { BodyOf, Schemas } from '@marketsquare/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { AccountForm, type FieldErrors, type TextOf } from './account-form.tsx'
import addressClasses from './addresses.module.css'
import { useCountries } from './countries.ts'
import { Dialog } from './dialog.tsx'
import { Field } from './fields.tsx'
import { accountTexts } from './texts.ts'
import { addressTexts } from './texts-addresses.ts'

type SavedAddress = Schemas['SavedAddress']
type NewAddress = BodyOf<'post', '/me/addresses'>

interface Props {
  readonly edited: SavedAddress | 'new' | undefined
  readonly close: () => void
}

/** A new address, or one that is changed. */
export function AddressDialog({ edited, close }: Props) {
  const t = useTexts(addressTexts)
  const { save } = useTexts(accountTexts)
  const queries = useQueryClient()
  const known = edited === 'new' ? undefined : edited
  async function keep(text: TextOf) {
    if (known)
      await shop.patch('/me/addresses/{addressId}', { path: { addressId: known.id }, body: toChanges(text) })
    else await shop.post('/me/addresses', { body: toNew(text) })
    await queries.invalidateQueries({ queryKey: ['/me/addresses'] })
    close()
  }
  return (
    <Dialog title={known ? t.change : t.new} isOpen={edited !== undefined} onClose={close}>
      <AccountForm submit={save} wrong={t.wrong} isWide act={keep}>
        {(errors) => <Parts known={known} errors={errors} />}
      </AccountForm>
    </Dialog>
  )
}

function Parts({ known, errors }: { known: SavedAddress | undefined; errors: FieldErrors }) {
  const t = useTexts(addressTexts)
  const { all } = useCountries()
  const home = useQuery(shop.query('/shop')).data?.countryCode
  const of = (name: keyof NewAddress & string) => ({
    name,
    defaultValue: String(known?.[name] ?? ''),
    error: errors[name],
  })
  return (
    <Stack gap="sm">
      <Field {...of('name')} label={t.fullName} autoComplete="name" maxLength={120} required />
      <Field {...of('company')} label={t.optional(t.company)} autoComplete="organization" maxLength={120} />
      <Field {...of('line1')} label={t.line1} autoComplete="address-line1" maxLength={200} required />
      <Field {...of('line2')} label={t.optional(t.line2)} autoComplete="address-line2" maxLength={200} />
      <div className={addressClasses.two}>
        <Field {...of('postalCode')} label={t.postalCode} autoComplete="postal-code" maxLength={20} />
        <Field {...of('city')} label={t.city} autoComplete="address-level2" maxLength={120} required />
      </div>
      <Field
        {...of('region')}
        label={t.optional(t.region)}
        description={t.regionHint}
        autoComplete="address-level1"
        maxLength={60}
      />
      <NativeSelect
        name="countryCode"
        size="md"
        label={t.country}
        autoComplete="country"
        defaultValue={known?.countryCode ?? home ?? 'US'}
        error={errors.countryCode}
        data={all.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Field
        {...of('phone')}
        label={t.optional(t.phone)}
        description={t.phoneHint}
        type="tel"
        autoComplete="tel"
        maxLength={40}
      />
      <Default name="isDefaultShipping" label={t.defaultShipping} isOn={known?.isDefaultShipping ?? false} />
      <Default name="isDefaultBilling" label={t.defaultBilling} isOn={known?.isDefaultBilling ?? false} />
    </Stack>
  )
}

const Default = ({ name, label, isOn }: { name: string; label: string; isOn: boolean }) => (
  <Checkbox name={name} value="yes" size="md" label={label} defaultChecked={isOn} />
)

const OPTIONAL = ['company', 'line2', 'region', 'postalCode', 'phone'] as const

const needed = (text: TextOf) => ({
  name: text('name').trim(),
  line1: text('line1').trim(),
  city: text('city').trim(),
  countryCode: text('countryCode'),
})

const DEFAULTS = ['isDefaultShipping', 'isDefaultBilling'] as const

/** What is not said is the shop's to decide: the very first address becomes the default. */
function toNew(text: TextOf): NewAddress {
  const given = OPTIONAL.map((name) => [name, text(name).trim()] as const).filter(([, value]) => value)
  const ticked = DEFAULTS.filter((name) => text(name)).map((name) => [name, true] as const)
  return { ...needed(text), ...Object.fromEntries(given), ...Object.fromEntries(ticked) }
}

/** What was emptied is taken away. */
const toChanges = (text: TextOf) => ({
  ...needed(text),
  ...Object.fromEntries(OPTIONAL.map((name) => [name, text(name).trim() || null])),
  ...Object.fromEntries(DEFAULTS.map((name) => [name, text(name) !== ''])),
})
