import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Loaded } from '../../components/loaded.tsx'
import { useParam } from '../../components/use-param.ts'
import { tellFault } from '../../components/use-save.ts'
import { shop } from '../../shop.ts'
import { ZoneForm } from './zone-form.tsx'
import type { Zone } from './zone-wish.ts'

const read = (zoneId: string) => shop.query('/admin/shipping-zones/{zoneId}', { path: { zoneId } })

/** A zone with its places and rates. */
export function ZonePage() {
  const zoneId = useParam('zoneId')
  // Read anew whenever it is opened: what is typed builds on it.
  const found = useQuery({ ...read(zoneId), gcTime: 0 })
  return <Loaded query={found}>{(zone) => <OpenZone key={zoneId} zone={zone} />}</Loaded>
}

export const NewZonePage = () => <ZoneForm zone={undefined} onSaved={() => {}} onReload={() => {}} />

/** What is typed builds on the zone as it was opened: what is read behind it meanwhile takes nothing away. */
function OpenZone({ zone }: { zone: Zone }) {
  const [opened, open] = useState(zone)
  const reload = async () => open(await read(zone.id).queryFn({}))
  return (
    <ZoneForm
      key={opened.version}
      zone={opened}
      onSaved={open}
      onReload={() => void reload().catch(tellFault)}
    />
  )
}
