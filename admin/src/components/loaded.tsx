import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FaultAlert } from './fault-alert.tsx'

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>
  /** As large as what comes, so that nothing jumps. */
  readonly skeleton?: ReactNode
  readonly children: (data: T) => ReactNode
}

/** What a query brings; until then its outline, and what went wrong where it did. */
export function Loaded<T>({ query, skeleton = <Outline />, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.isError) return <FaultAlert error={query.error} onReload={() => query.refetch()} />
  return <div aria-busy="true">{skeleton}</div>
}

const Outline = () => (
  <Stack>
    <Skeleton height={120} radius="lg" />
    <Skeleton height={240} radius="lg" />
  </Stack>
)
