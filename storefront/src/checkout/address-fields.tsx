import { NativeSelect, TextInput } from '@mantine/core'
import type { ChangeEvent } from 'react'
import { useCountries } from '../account/countries.ts'
import { useTexts } from '../language.tsx'
import { type AddressDraft, type AddressField, hasRegion, needsPostalCode, regionsOf } from './address.ts'
import classes from './checkout.module.css'
import type { Wrong } from './draft.ts'
import { checkoutTexts } from './texts.ts'

const AUTOCOMPLETE: Readonly<Record<AddressField, string>> = {
  countryCode: 'country',
  name: 'name',
  company: 'organization',
  line1: 'address-line1',
  line2: 'address-line2',
  city: 'address-level2',
  region: 'address-level1',
  postalCode: 'postal-code',
  phone: 'tel',
}

const LENGTH_MAX: Readonly<Record<AddressField, number>> = {
  countryCode: 2,
  name: 120,
  company: 120,
  line1: 200,
  line2: 200,
  city: 120,
  region: 60,
  postalCode: 20,
  phone: 40,
}

interface AddressFieldsProps {
  readonly kind: 'shipping' | 'billing'
  readonly value: AddressDraft
  readonly wrong: Wrong
  onChange(value: AddressDraft): void
}

/** An address, with the fields that its country has. */
export function AddressFields({ kind, value, wrong, onChange }: AddressFieldsProps) {
  const t = useTexts(checkoutTexts)
  const { all } = useCountries()
  const { countryCode } = value
  const regions = regionsOf(countryCode)
  const field = (name: AddressField, isNeeded = true) => ({
    size: 'md',
    id: `${kind}-${name}`,
    name: `${kind}-${name}`,
    label: isNeeded ? t.fields[name] : `${t.fields[name]} (${t.optional})`,
    'aria-required': isNeeded,
    autoComplete: `${kind} ${AUTOCOMPLETE[name]}`,
    maxLength: LENGTH_MAX[name],
    value: value[name],
    error: wrong[`${kind}.${name}`] && t[wrong[`${kind}.${name}`] ?? 'invalid'],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      onChange({
        ...value,
        [name]: event.currentTarget.value,
        ...(name === 'countryCode' && { region: '' }),
      }),
  })
  const { maxLength: _, ...country } = field('countryCode')
  const { maxLength: __, ...region } = field('region')
  const postalCode = <TextInput {...field('postalCode', needsPostalCode(countryCode))} />
  return (
    <div className={classes.fields}>
      <NativeSelect
        {...country}
        className={classes.wide}
        data={all.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <TextInput {...field('name')} className={classes.wide} />
      {(kind === 'billing' || value.company) && (
        <TextInput {...field('company', false)} className={classes.wide} />
      )}
      <TextInput {...field('line1')} className={classes.wide} />
      <TextInput {...field('line2', false)} className={classes.wide} />
      {regions ? (
        <>
          <TextInput {...field('city')} className={classes.wide} />
          <NativeSelect {...region} data={[{ value: '', label: t.choose }, ...regions]} />
          {postalCode}
        </>
      ) : (
        <>
          {postalCode}
          <TextInput {...field('city')} />
          {hasRegion(countryCode) && <TextInput {...field('region', false)} />}
        </>
      )}
      <TextInput {...field('phone', false)} type="tel" className={classes.phone} />
    </div>
  )
}
