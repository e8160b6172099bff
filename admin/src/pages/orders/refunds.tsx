import { Group, Stack, Text } from '@mantine/core'
import { Card } from '../../components/card.tsx'
import { Money } from '../../components/money.tsx'
import { StatusBadge, type Tone } from '../../components/status-badge.tsx'
import { When } from '../../components/when.tsx'
import type { Order } from './status.tsx'

type State = Order['refunds'][number]['status']

const SAID: Readonly<Record<State, { readonly tone: Tone; readonly label: string }>> = {
  pending: { tone: 'warn', label: 'On its way' },
  done: { tone: 'good', label: 'Refunded' },
  refused: { tone: 'bad', label: 'Refused' },
}

export function Refunds({ order: { refunds } }: { order: Order }) {
  if (refunds.length === 0) return null
  return (
    <Card title="Refunds">
      {refunds.map(({ id, amount, status, reason, problem, at }) => (
        <Stack key={id} gap={4}>
          <Group justify="space-between">
            <Group gap="xs">
              <Text size="sm" fw={550}>
                <Money of={amount} />
              </Text>
              <StatusBadge tone={SAID[status].tone}>{SAID[status].label}</StatusBadge>
            </Group>
            <Text size="xs" c="dimmed">
              <When at={at} />
            </Text>
          </Group>
          {(problem ?? reason) && (
            <Text size="sm" c="dimmed">
              {problem ? `The payment provider says: ${problem}` : reason}
            </Text>
          )}
        </Stack>
      ))}
    </Card>
  )
}
