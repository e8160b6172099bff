import { Group, Paper, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useFocusOnArrival } from '../../components/use-focus-on-arrival.ts'
import { Logo } from '../../logo.tsx'
import { shopQuery } from '../../session/me.ts'
import css from './front.module.css'

/** What those see who are not in yet: one thing to do, in the middle. */
export function Front({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  // Its own first field has the focus; the page after it shall have it at its heading.
  useFocusOnArrival()
  const { name } = useSuspenseQuery(shopQuery).data
  return (
    <main className={css.front}>
      <title>{`${title} · ${name}`}</title>
      <Group gap={10} className={css.brand}>
        <Logo size={30} />
        <Text fw={600}>{name}</Text>
      </Group>
      <Paper p={{ base: 'lg', xs: 28 }} className={css.card}>
        <Stack gap="lg">
          <div>
            <h1 className={css.title}>{title}</h1>
            {lead && (
              <Text size="sm" c="dimmed" mt={4}>
                {lead}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
      <Text size="xs" c="dimmed" className={css.foot}>
        For the staff of the shop. <a href="/">To the shop itself</a>
      </Text>
    </main>
  )
}
