import { Switch, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import type { Column } from '../../components/data-table.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { useSave } from '../../components/use-save.ts'
import { When } from '../../components/when.tsx'
import { formatMoney } from '../../money.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { effectText, STATES, stateOf } from './effect.ts'

type Promotion = Schemas['Promotion']

export const COLUMNS: readonly Column<Promotion>[] = [
  { title: 'Promotion', cell: ({ code, title }) => code ?? title },
  { title: 'What it does', cell: (promotion) => <Effect promotion={promotion} /> },
  { title: 'State', cell: (promotion) => <State promotion={promotion} /> },
  {
    title: 'Used',
    cell: ({ uses, usageLimit }) => (usageLimit === null ? uses : `${uses}\u00a0of\u00a0${usageLimit}`),
    align: 'right',
  },
  {
    title: 'Ends',
    cell: ({ endsAt }) => (endsAt ? <When at={endsAt} /> : 'never'),
    align: 'right',
    isSecondary: true,
  },
  {
    title: 'On or off',
    isActions: true,
    align: 'right',
    cell: (promotion) => <OnOff promotion={promotion} />,
  },
]

function Effect({ promotion: { effect, minimumSubtotal, appliesTo } }: { promotion: Promotion }) {
  const details = [
    appliesTo && 'on some goods',
    minimumSubtotal && minimumSubtotal.amount > 0 && `for carts of ${formatMoney(minimumSubtotal)} or more`,
  ].filter(Boolean)
  return (
    <div>
      {effectText(effect)}
      {details.length > 0 && (
        <Text size="xs" c="dimmed">
          {details.join(', ')}
        </Text>
      )}
    </div>
  )
}

function State({ promotion }: { promotion: Promotion }) {
  const { label, tone } = STATES[stateOf(promotion, Date.now())]
  return <StatusBadge tone={tone}>{label}</StatusBadge>
}

/** Shows the new position at once; it jumps back where the shop says no. */
function OnOff({ promotion }: { promotion: Promotion }) {
  const can = useCan()
  const { id, code, title, version } = promotion
  const [wish, setWish] = useState<boolean>()
  const saving = useSave<boolean>({
    save: (active) =>
      shop.patch('/admin/promotions/{promotionId}', {
        path: { promotionId: id },
        body: { active },
        version,
      }),
    done: (_reply, active) => `${code ?? title} is ${active ? 'on' : 'off'}.`,
    refresh: ['/admin/promotions'],
    onSaved: () => setWish(undefined),
  })
  const isOn = (saving.isSaving ? wish : undefined) ?? promotion.active
  return (
    <Switch
      aria-label={`${code ?? title} is on`}
      checked={isOn}
      disabled={!can('promotions:write')}
      onClick={(event) => event.stopPropagation()}
      onChange={(event) => {
        setWish(event.currentTarget.checked)
        saving.save(event.currentTarget.checked)
      }}
    />
  )
}
