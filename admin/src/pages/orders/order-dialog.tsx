import { Button, Group, Modal, Stack } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { isStale } from '../../explain.ts'

interface OrderDialogProps {
  readonly title: string
  readonly submit: (event: FormEvent<HTMLFormElement>) => void
  readonly saving: { readonly isSaving: boolean; readonly error: unknown }
  /** Loads the order as it is now, where somebody else was faster. */
  readonly onReload: () => void
  readonly close: () => void
  readonly closeLabel: string
  readonly submitLabel: string
  readonly isDisabled?: boolean
  readonly children: ReactNode
}

/** A form about an order. It stays for what the shop may say: whoever closed it would not be told. */
export function OrderDialog(props: OrderDialogProps) {
  const { isSaving, error } = props.saving
  return (
    <Modal opened onClose={() => isSaving || props.close()} title={props.title} size="lg">
      <form onSubmit={props.submit} noValidate>
        <Stack>
          {props.children}
          <FaultAlert error={error} onReload={isStale(error) ? props.onReload : undefined} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={isSaving} onClick={props.close}>
              {props.closeLabel}
            </Button>
            <Button type="submit" loading={isSaving} disabled={props.isDisabled}>
              {props.submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
