import { Button, Group, Text } from '@mantine/core'
import { Dropzone, type DropzoneProps } from '@mantine/dropzone'
import '@mantine/dropzone/styles.css'
import { type LucideIcon, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import css from './dropzone.module.css'

export interface DropAreaProps {
  readonly icon?: LucideIcon
  /** What to drop here. */
  readonly title: string
  /** Kinds and sizes that are taken. */
  readonly hint: string
  /** On the button. */
  readonly choose: string
  readonly accept: NonNullable<DropzoneProps['accept']>
  readonly bytesMax: number
  readonly isMany?: boolean
  readonly isDisabled?: boolean
  readonly height?: number
  readonly onFiles: (files: readonly File[]) => void
}

const MEBIBYTE = 1_048_576

/** A field that takes files; what does not fit is named, with the reason. */
export function FileDropzone(props: DropAreaProps) {
  const { icon: Icon = Upload, title, hint, choose, bytesMax, isMany = false, isDisabled = false } = props
  const open = useRef<() => void>(null)
  const [refused, setRefused] = useState<string>()
  return (
    <div>
      <Dropzone
        className={css.zone}
        openRef={open}
        accept={props.accept}
        maxSize={bytesMax}
        multiple={isMany}
        disabled={isDisabled}
        activateOnClick={false}
        activateOnKeyboard={false}
        tabIndex={-1}
        mih={props.height}
        inputProps={{ 'aria-label': choose }}
        onDrop={(files) => {
          setRefused(undefined)
          props.onFiles(files)
        }}
        onReject={(files) =>
          setRefused(files.map(({ file }) => `${file.name} ${whyNot(file, { ...props, isMany })}`).join(' '))
        }
      >
        <Group justify="center" gap="md" className={css.inner}>
          <Icon size={24} strokeWidth={1.6} aria-hidden className={css.icon} />
          <div className={css.words}>
            <Text size="sm" fw={550}>
              {title}
            </Text>
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          </div>
          <Button
            variant="default"
            size="xs"
            className={css.choose}
            disabled={isDisabled}
            onClick={() => open.current?.()}
          >
            {choose}
          </Button>
        </Group>
      </Dropzone>
      <Text role="status" size="sm" c="red" mt={refused ? 6 : 0}>
        {refused}
      </Text>
    </div>
  )
}

const whyNot = (file: File, { bytesMax, isMany }: DropAreaProps) =>
  file.size > bytesMax
    ? `is larger than ${Math.round(bytesMax / MEBIBYTE)} MiB.`
    : isMany
      ? 'is not of a kind that can be taken.'
      : 'cannot be taken: drop one file of the right kind.'
