import type { ReactNode } from 'react'
import { useCan } from '../session/me.ts'

interface PermissionGateProps {
  readonly needs: string
  readonly children: ReactNode
  /** For those without it; nothing by default. */
  readonly otherwise?: ReactNode
}

export function PermissionGate({ needs, children, otherwise = null }: PermissionGateProps) {
  const can = useCan()
  return can(needs) ? children : otherwise
}
