import { Button, type ButtonProps, Group, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { FaultAlert } from './fault-alert.tsx'

interface ConfirmButtonProps extends ButtonProps {
  /** On the button. */
  readonly label: ReactNode
  /** The question. */
  readonly title: string
  /** What will happen, and fields to say more, if any. */
  readonly children?: ReactNode
  /** On the button that does it: a verb with its object, `Delete the zone`. */
  readonly confirmLabel: string
  readonly isDangerous?: boolean
  /** Closes when it resolves; what it rejects with is shown. */
  readonly onConfirm: () => Promise<unknown>
  /** For a button that is an icon only. */
  readonly 'aria-label'?: string
}

/** Asks before it does it. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, title, children, confirmLabel, isDangerous = false, onConfirm, ...button } = props
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <ConfirmModal {...{ isOpen, close, title, confirmLabel, isDangerous, onConfirm }}>
        {children}
      </ConfirmModal>
    </>
  )
}

interface ConfirmModalProps
  extends Pick<ConfirmButtonProps, 'title' | 'children' | 'confirmLabel' | 'isDangerous' | 'onConfirm'> {
  readonly isOpen: boolean
  readonly close: () => void
}

/** The dialog by itself, where something else opens it, such as an entry of a menu. */
export function ConfirmModal(props: ConfirmModalProps) {
  const { isOpen, close, title, children, confirmLabel, isDangerous, onConfirm } = props
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const leave = () => {
    setError(null)
    close()
  }
  const confirm = async () => {
    setBusy(true)
    setError(null)
    await onConfirm().then(leave, setError)
    setBusy(false)
  }
  // Whoever closed it while it is being done would not be told where it is refused.
  const leaveIfIdle = () => {
    if (!isBusy) leave()
  }
  return (
    <Modal opened={isOpen} onClose={leaveIfIdle} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          event.stopPropagation()
          confirm()
        }}
      >
        <Stack>
          {children && <Stack gap="sm">{children}</Stack>}
          <FaultAlert error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={isBusy} onClick={leave}>
              Keep it as it is
            </Button>
            <Button type="submit" color={isDangerous ? 'red' : undefined} loading={isBusy}>
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
