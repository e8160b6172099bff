import { Button } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { AddressDialog } from './address-dialog.tsx'
import { toLines } from './address-lines.ts'
import addressClasses from './addresses.module.css'
import { Confirm } from './confirm.tsx'
import { useCountries } from './countries.ts'
import { focusPage } from './focus.tsx'
import { AccountFrame, Lines } from './frame.tsx'
import { Tag } from './section.tsx'
import { accountTexts } from './texts.ts'
import { addressTexts } from './texts-addresses.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'

type SavedAddress = Schemas['SavedAddress']
const query = shop.query('/me/addresses')

/** `/account/addresses` */
export function Addresses() {
  const { addresses } = useTexts(accountTexts)
  return <AccountFrame title={() => addresses}>{() => <Book />}</AccountFrame>
}

function Book() {
  const t = useTexts(addressTexts)
  const { data, error, refetch } = useQuery(query)
  const [edited, setEdited] = useState<SavedAddress | 'new'>()
  return (
    <>
      <Trouble fault={error} retry={() => void refetch()} />
      {!data && !error && <Lines count={2} />}
      {data?.data.length === 0 && (
        <div className={classes.section}>
          <p>{t.none}</p>
        </div>
      )}
      {data && data.data.length > 0 && (
        <ul className={addressClasses.grid}>
          {data.data.map((address) => (
            <Card key={address.id} address={address} edit={() => setEdited(address)} />
          ))}
        </ul>
      )}
      {data && (
        <div>
          <Button size="md" leftSection={<Plus size={18} aria-hidden />} onClick={() => setEdited('new')}>
            {t.add}
          </Button>
        </div>
      )}
      <AddressDialog edited={edited} close={() => setEdited(undefined)} />
    </>
  )
}

function Card({ address, edit }: { address: SavedAddress; edit: () => void }) {
  const t = useTexts(addressTexts)
  const texts = useTexts(accountTexts)
  const queries = useQueryClient()
  const { nameOf } = useCountries()
  const [isAsked, setAsked] = useState(false)
  const [name, ...lines] = toLines(address, nameOf(address.countryCode))
  const remove = useAction(async () => {
    await shop.delete('/me/addresses/{addressId}', { path: { addressId: address.id } })
    await queries.invalidateQueries({ queryKey: query.queryKey })
    focusPage()
  })
  return (
    <li className={addressClasses.card}>
      <address className={addressClasses.lines}>
        <strong>{name}</strong>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </address>
      {(address.isDefaultShipping || address.isDefaultBilling) && (
        <div className={addressClasses.tags}>
          {address.isDefaultShipping && <Tag tone="good">{t.forShipping}</Tag>}
          {address.isDefaultBilling && <Tag tone="good">{t.forBilling}</Tag>}
        </div>
      )}
      <Trouble fault={remove.fault} />
      <div className={addressClasses.actions}>
        <Button variant="default" size="sm" aria-label={t.editOf(address.name)} onClick={edit}>
          {texts.edit}
        </Button>
        <Button
          variant="subtle"
          size="sm"
          color="gray"
          c="var(--mantine-color-text)"
          aria-label={t.deleteOf(address.name)}
          loading={remove.isBusy}
          onClick={() => setAsked(true)}
        >
          {texts.delete}
        </Button>
      </div>
      <Confirm
        title={t.deleteTitle}
        text={t.deleteText(`${address.line1}, ${address.city}`)}
        button={texts.delete}
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        onConfirm={() => void remove.run()}
      />
    </li>
  )
}
