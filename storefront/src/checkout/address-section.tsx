import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { toLines } from '../account/address-lines.ts'
import { useCountries } from '../account/countries.ts'
import { useMe } from '../account/use-me.ts'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { blankAddress, toDraft } from './address.ts'
import { AddressFields } from './address-fields.tsx'
import classes from './checkout.module.css'
import { Choice } from './choice.tsx'
import type { Draft, Wrong } from './draft.ts'
import { Section } from './section.tsx'
import { checkoutTexts } from './texts.ts'

interface AddressSectionProps {
  readonly draft: Draft
  readonly wrong: Wrong
  readonly isShipped: boolean
  onChange(part: Partial<Draft>): void
}

/** Where it goes, and where the bill goes. */
export function AddressSection({ draft, wrong, isShipped, onChange }: AddressSectionProps) {
  const t = useTexts(checkoutTexts)
  return (
    <Section id="checkout-address" title={isShipped ? t.delivery : t.billing}>
      {isShipped && <Delivery draft={draft} wrong={wrong} onChange={onChange} />}
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={draft.hasOtherBilling}
          onChange={(event) => onChange({ hasOtherBilling: event.currentTarget.checked })}
        />
        {t.otherBilling}
      </label>
      {draft.hasOtherBilling && (
        <fieldset className={classes.group}>
          <legend>{t.billing}</legend>
          <AddressFields
            kind="billing"
            value={draft.billing}
            wrong={wrong}
            onChange={(billing) => onChange({ billing })}
          />
        </fieldset>
      )}
    </Section>
  )
}

type DeliveryProps = Omit<AddressSectionProps, 'isShipped'>

function Delivery({ draft, wrong, onChange }: DeliveryProps) {
  const saved = useSavedAddresses()
  const isSaved = saved.some(({ id }) => id === draft.addressId)
  const first = saved.find(({ isDefaultShipping }) => isDefaultShipping) ?? saved[0]
  const isUntouched = draft.addressId === null && draft.shipping.name === '' && draft.shipping.line1 === ''
  // Whoever empties the form wants another one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when they arrive
  useEffect(() => {
    if (isUntouched && first) onChange({ addressId: first.id, shipping: toDraft(first) })
  }, [first?.id])
  return (
    <>
      {saved.length > 0 && <SavedAddresses saved={saved} draft={draft} onChange={onChange} />}
      {!isSaved && (
        <AddressFields
          kind="shipping"
          value={draft.shipping}
          wrong={wrong}
          onChange={(shipping) => onChange({ shipping })}
        />
      )}
    </>
  )
}

function useSavedAddresses() {
  const me = useMe()
  const { data } = useQuery({ ...shop.query('/me/addresses'), enabled: Boolean(me) })
  return (me && data?.data) || []
}

interface SavedProps {
  readonly saved: ReturnType<typeof useSavedAddresses>
  readonly draft: Draft
  onChange(part: Partial<Draft>): void
}

function SavedAddresses({ saved, draft, onChange }: SavedProps) {
  const t = useTexts(checkoutTexts)
  const { nameOf } = useCountries()
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.hidden}>{t.savedAddresses}</legend>
      {saved.map((address) => {
        const [name, ...lines] = toLines(address, nameOf(address.countryCode))
        return (
          <Choice
            key={address.id}
            name="address"
            value={address.id}
            isChosen={draft.addressId === address.id}
            onChoose={() => onChange({ addressId: address.id, shipping: toDraft(address) })}
            title={name}
          >
            {lines.join(' · ')}
          </Choice>
        )
      })}
      <Choice
        name="address"
        value=""
        isChosen={!saved.some(({ id }) => id === draft.addressId)}
        onChoose={() => onChange({ addressId: null, shipping: blankAddress(draft.shipping.countryCode) })}
        title={t.newAddress}
      />
    </fieldset>
  )
}
