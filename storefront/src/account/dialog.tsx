import { Modal } from '@mantine/core'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/Paper.css'
import type { ReactNode } from 'react'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import classes from './dialog.module.css'

interface Props {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** In front of the page; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, isOpen, onClose, children }: Props) {
  const { close } = useTexts(commonTexts)
  return (
    <Modal.Root
      transitionProps={{ duration: 0 }}
      opened={isOpen}
      onClose={onClose}
      centered
      padding="lg"
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay />
      <Modal.Content radius="lg">
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={close} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
