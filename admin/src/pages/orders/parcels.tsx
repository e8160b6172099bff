import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Card } from '../../components/card.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { When } from '../../components/when.tsx'
import type { Order } from './status.tsx'

type Parcel = Order['fulfilments'][number]

export function Parcels({ order }: { order: Order }) {
  if (order.fulfilments.length === 0) return null
  const titles = new Map(order.lines.map((line) => [line.id, line.title]))
  return (
    <Card title="Parcels">
      {order.fulfilments.map((parcel) => (
        <Stack key={parcel.id} gap={4}>
          <Group justify="space-between" gap="xs">
            <Tracking parcel={parcel} />
            <Text size="xs" c="dimmed">
              <When at={parcel.at} />
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            {parcel.lines.map(({ lineId, quantity }) => `${quantity} × ${titles.get(lineId)}`).join(', ')}
          </Text>
        </Stack>
      ))}
    </Card>
  )
}

function Tracking({ parcel: { tracking } }: { parcel: Parcel }) {
  if (!tracking) {
    return (
      <Text size="sm" fw={550}>
        Sent without tracking
      </Text>
    )
  }
  return (
    <Group gap="xs">
      <Text size="sm" fw={550}>
        {tracking.carrier}
      </Text>
      <CopyText text={tracking.number} label="Copy the tracking number" />
      {tracking.url && (
        <Anchor href={tracking.url} target="_blank" rel="noreferrer" size="sm">
          Follow it
        </Anchor>
      )}
    </Group>
  )
}
