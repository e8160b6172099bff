import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface TitledProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly children: ReactNode
}

/** A part of a page with a heading, for what brings a frame of its own, such as a table. */
export const Titled = ({ title, lead, children }: TitledProps) => (
  <Stack component="section" gap="xs">
    <div>
      <Title order={2} size="h3">
        {title}
      </Title>
      {lead && (
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
      )}
    </div>
    {children}
  </Stack>
)
