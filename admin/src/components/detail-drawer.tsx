import { Drawer, type MantineSize, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './drawer.module.css'

interface DetailDrawerProps {
  readonly title: string
  readonly isOpen: boolean
  readonly close: () => void
  readonly size?: MantineSize
  readonly children: ReactNode
}

/** What a row of a list is made of, at the side of the list. */
export const DetailDrawer = ({ title, isOpen, close, size = 'lg', children }: DetailDrawerProps) => (
  <Drawer
    opened={isOpen}
    onClose={close}
    position="right"
    size={size}
    title={title}
    classNames={{ header: css.header, body: css.body }}
  >
    {children}
  </Drawer>
)

/** A line of such details: what it is, and the thing itself. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <Text size="xs" c="dimmed">
      {label}
    </Text>
    {children}
  </div>
)
