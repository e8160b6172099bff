import { Stack, Table, Text } from '@mantine/core'
import { NetworkError } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/card.tsx'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { toLabel } from '../../json-schema.ts'

const AGAIN_MS = 10_000

interface Readiness {
  readonly status: string
  readonly checks: Readonly<Record<string, string>>
}

/** The same that a load balancer asks; it answers 503 with the same body where something is wrong. */
async function readReadiness({ signal }: { signal: AbortSignal }): Promise<Readiness> {
  const reply = await fetch('/readyz', { signal }).catch((error) => {
    throw new NetworkError(error)
  })
  return reply.json() as Promise<Readiness>
}

/** What has to be well before the shop serves, asked again every ten seconds. */
export function Health() {
  const found = useQuery({ queryKey: ['readyz'], queryFn: readReadiness, refetchInterval: AGAIN_MS })
  // What was well before says nothing of now.
  if (found.isError) return <FaultAlert error={found.error} onReload={() => void found.refetch()} />
  return (
    <Loaded query={found}>
      {({ status, checks }) => (
        <Card
          title={status === 'ok' ? 'The shop is well' : 'Something keeps the shop from serving'}
          lead="Of the process that answered just now. Figures over time are at /metrics, for Prometheus."
        >
          <Stack gap="xs">
            <Table aria-label="Checks">
              <Table.Tbody>
                {Object.entries(checks).map(([name, outcome]) => (
                  <Table.Tr key={name}>
                    <Table.Th scope="row">{toLabel(name)}</Table.Th>
                    <Table.Td>
                      <StatusBadge tone={outcome === 'ok' ? 'good' : 'bad'}>{outcome}</StatusBadge>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {status !== 'ok' && (
              <Text size="sm" c="dimmed">
                What each check means, and what to do, is told in the operations guide (docs/operations.md).
              </Text>
            )}
          </Stack>
        </Card>
      )}
    </Loaded>
  )
}
