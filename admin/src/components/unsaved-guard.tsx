import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { watchUnsaved } from '../unsaved.ts'

/**
 * Nobody loses what they typed by a click elsewhere: asks before the page is left. `isDirty` is asked at that
 * moment. Put what it answers into the page.
 */
export function useUnsavedGuard(isDirty: () => boolean): ReactNode {
  const now = useRef(isDirty)
  now.current = isDirty
  useEffect(() => watchUnsaved(() => now.current()), [])
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  return (
    <Modal opened={status === 'blocked'} onClose={() => reset?.()} title="Leave without saving?">
      <Text size="sm">What you changed on this page is not saved yet.</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" data-autofocus onClick={reset}>
          Stay
        </Button>
        <Button color="red" onClick={proceed}>
          Discard the changes
        </Button>
      </Group>
    </Modal>
  )
}
