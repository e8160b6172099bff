import type { Schemas } from '@marketsquare/sdk'
import { StatusBadge } from '../../components/status-badge.tsx'

export type Import = Schemas['Import']

export const isUnderWay = ({ state }: Pick<Import, 'state'>): boolean =>
  state === 'waiting' || state === 'running'

/** Under way, or how it ended. */
export function ImportState({ run }: { run: Import }) {
  const { state, refusedRows } = run
  if (state === 'waiting') return <StatusBadge tone="info">Waiting</StatusBadge>
  if (state === 'running') return <StatusBadge tone="info">{percentOf(run)} % read</StatusBadge>
  if (state === 'failed') return <StatusBadge tone="bad">Failed</StatusBadge>
  return refusedRows > 0 ? (
    <StatusBadge tone="warn">Done, with refusals</StatusBadge>
  ) : (
    <StatusBadge tone="good">Done</StatusBadge>
  )
}

export const percentOf = ({ bytes, bytesRead }: Import): number =>
  bytes === 0 ? 100 : Math.floor((100 * bytesRead) / bytes)

const KIB = 1024
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB']

/** `7.3 KiB` */
export function bytesText(bytes: number): string {
  const at = bytes < KIB ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(KIB)))
  const value = bytes / KIB ** at
  return `${at === 0 ? value : value.toFixed(1)} ${UNITS[at]}`
}
