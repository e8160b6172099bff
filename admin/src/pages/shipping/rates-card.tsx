import { ActionIcon, Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { RateFields } from './rate-fields.tsx'
import css from './shipping.module.css'
import { newRate, type ZoneWish } from './zone-wish.ts'

const RATES_MAX = 50

type Form = UseFormReturnType<ZoneWish>

/** What customers of the zone choose from, in their order. */
export function RatesCard({ form }: { form: Form }) {
  const { rates } = form.values
  const [said, say] = useState('')
  const move = (from: number, to: number) => {
    form.reorderListItem('rates', { from, to })
    say(`${nameOf(form, from)} is now number ${to + 1} of ${rates.length}.`)
  }
  return (
    <Card title="Rates" lead="What customers here choose from, in this order.">
      <Stack>
        {rates.map(({ key }, at) => (
          <section key={key} className={css.block} aria-label={nameOf(form, at)}>
            <RateBar form={form} at={at} move={move} />
            <RateFields form={form} at={at} />
          </section>
        ))}
        {rates.length === 0 && (
          <Text size="sm" c="dimmed">
            Without a rate, nobody in these places can check out.
          </Text>
        )}
        <Group>
          <Button
            variant="default"
            leftSection={<Plus size={16} aria-hidden />}
            disabled={rates.length >= RATES_MAX}
            onClick={() => form.insertListItem('rates', newRate())}
          >
            Add a rate
          </Button>
        </Group>
      </Stack>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </Card>
  )
}

const nameOf = (form: Form, at: number): string => form.values.rates[at]?.name.trim() || `Rate ${at + 1}`

interface RateBarProps {
  readonly form: Form
  readonly at: number
  readonly move: (from: number, to: number) => void
}

function RateBar({ form, at, move }: RateBarProps) {
  const name = nameOf(form, at)
  const last = form.values.rates.length - 1
  const icon = { variant: 'subtle', color: 'gray', size: 30 } as const
  return (
    <div className={css.bar}>
      <Text fw={600} size="sm" component="h3" m={0}>
        {name}
      </Text>
      <Group gap={2} wrap="nowrap">
        {last > 0 && (
          <>
            <ActionIcon
              {...icon}
              aria-label={`Move ${name} up`}
              aria-disabled={at === 0}
              onClick={() => at > 0 && move(at, at - 1)}
            >
              <ArrowUp size={16} aria-hidden />
            </ActionIcon>
            <ActionIcon
              {...icon}
              aria-label={`Move ${name} down`}
              aria-disabled={at === last}
              onClick={() => at < last && move(at, at + 1)}
            >
              <ArrowDown size={16} aria-hidden />
            </ActionIcon>
          </>
        )}
        <ActionIcon {...icon} aria-label={`Remove ${name}`} onClick={() => form.removeListItem('rates', at)}>
          <Trash2 size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </div>
  )
}
