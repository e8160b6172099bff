import { EmptyState as Empty } from '@mantine/core'
import { Inbox, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly icon?: LucideIcon
  readonly title: string
  /** What this place is for, and what to do first. */
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** There is no other heading on the page. */
  readonly isPage?: boolean
}

/** In place of a list that has nothing yet: it says what will be here, and how to begin. */
export function EmptyState({ icon: Icon = Inbox, title, children, action, isPage = false }: EmptyStateProps) {
  return (
    <Empty
      icon={<Icon size={26} strokeWidth={1.6} aria-hidden />}
      variant="light"
      size="sm"
      vars={() => ({ root: { '--empty-state-indicator-size': '1.75rem' } })}
      py={48}
      px="md"
      maw={480}
      mx="auto"
    >
      <Empty.Title component={isPage ? 'h1' : 'p'} m={0}>
        {title}
      </Empty.Title>
      {children && <Empty.Description component="div">{children}</Empty.Description>}
      {action && <Empty.Actions>{action}</Empty.Actions>}
    </Empty>
  )
}
