import { Button, Group, Stack, Text } from '@mantine/core'
import { useTexts } from '../language.tsx'
import { Dialog } from './dialog.tsx'
import { accountTexts } from './texts.ts'

interface Props {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, button, isOpen, onClose, onConfirm }: Props) {
  const { cancel } = useTexts(accountTexts)
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <Stack>
        <Text>{text}</Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {cancel}
          </Button>
          <Button
            color="red.9"
            onClick={() => {
              onClose()
              onConfirm()
            }}
          >
            {button}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
