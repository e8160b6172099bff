import { ActionIcon, Badge, TextInput, Tooltip } from '@mantine/core'
import { ChevronLeft, ChevronRight, Trash2 } from 'lucide-react'
import { Picture } from '../../components/picture.tsx'
import css from './media.module.css'
import type { ProductForm } from './use-product-form.ts'

interface PictureTileProps {
  readonly form: ProductForm
  readonly index: number
  readonly isDragged: boolean
  readonly onDrag: (index: number | undefined) => void
  readonly onDropped: () => void
  readonly onMove: (by: 1 | -1) => void
  readonly onRemove: () => void
}

/** One picture: dragged by the pointer, moved by its buttons. */
export function PictureTile(props: PictureTileProps) {
  const { form, index, isDragged, onDrag, onDropped } = props
  const picture = form.values.images[index]
  if (!picture) return null
  return (
    <li
      className={css.tile}
      data-dragged={isDragged || undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onDropped()
      }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons beneath do the same without a pointer. */}
      <div
        className={css.picture}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move'
          onDrag(index)
        }}
        onDragEnd={() => onDrag(undefined)}
      >
        <Picture url={picture.url} alt={picture.alt} />
        {index === 0 && (
          <Badge size="sm" tt="none" variant="default" className={css.first}>
            Main
          </Badge>
        )}
      </div>
      <Controls {...props} count={form.values.images.length} />
      <TextInput
        size="xs"
        aria-label={`What picture ${index + 1} shows`}
        placeholder="What it shows"
        maxLength={500}
        {...form.getInputProps(`images.${index}.alt`)}
      />
    </li>
  )
}

const Controls = ({ index, count, onMove, onRemove }: PictureTileProps & { count: number }) => (
  <div className={css.controls}>
    <Control label={`Move picture ${index + 1} forward`} isOff={index === 0} onClick={() => onMove(-1)}>
      <ChevronLeft size={16} aria-hidden />
    </Control>
    <Control label={`Move picture ${index + 1} back`} isOff={index === count - 1} onClick={() => onMove(1)}>
      <ChevronRight size={16} aria-hidden />
    </Control>
    <Control label={`Remove picture ${index + 1}`} onClick={onRemove}>
      <Trash2 size={15} aria-hidden />
    </Control>
  </div>
)

interface ControlProps {
  readonly label: string
  readonly isOff?: boolean
  readonly onClick: () => void
  readonly children: React.ReactNode
}

/** Stays focusable at the ends of the list, so that the focus is not lost on arriving there. */
const Control = ({ label, isOff = false, onClick, children }: ControlProps) => (
  <Tooltip label={label}>
    <ActionIcon
      variant="subtle"
      color="gray"
      size="md"
      aria-label={label}
      aria-disabled={isOff}
      className={css.control}
      onClick={isOff ? undefined : onClick}
    >
      {children}
    </ActionIcon>
  </Tooltip>
)
