import { Group, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface CardProps {
  readonly title?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children?: ReactNode
}

/** A part of a page with a heading of its own, and found by it. */
export function Card({ title, lead, actions, children }: CardProps) {
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={title ? id : undefined} p={{ base: 'md', sm: 'lg' }}>
      <Stack gap="md">
        {(title || actions) && (
          <Group justify="space-between" align="flex-start" gap="sm">
            <div>
              {title && (
                <Title order={2} size="h3" id={id}>
                  {title}
                </Title>
              )}
              {lead && (
                <Text size="sm" c="dimmed">
                  {lead}
                </Text>
              )}
            </div>
            {actions}
          </Group>
        )}
        {children}
      </Stack>
    </Paper>
  )
}
