import { Popover, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { Picture as Shown } from '../../components/picture.tsx'
import type { Picture } from './product-wish.ts'
import css from './variants.module.css'

interface PictureCellProps {
  readonly label: string
  readonly url: string | null
  readonly pictures: readonly Picture[]
  readonly onChange: (url: string | null) => void
}

/** Which of the product's pictures shows this variant. */
export function PictureCell({ label, url, pictures, onChange }: PictureCellProps) {
  const [isOpen, setOpen] = useState(false)
  const choose = (next: string | null) => {
    onChange(next)
    setOpen(false)
  }
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <UnstyledButton
          className={css.choice}
          aria-label={`Picture of ${label}`}
          onClick={() => setOpen((now) => !now)}
        >
          <Shown url={url} size={30} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={css.choices}>
          <UnstyledButton className={css.choice} aria-pressed={url === null} onClick={() => choose(null)}>
            <span className={css.none}>None</span>
          </UnstyledButton>
          {pictures.map((picture, index) => (
            <UnstyledButton
              key={picture.url}
              className={css.choice}
              aria-label={picture.alt || `Picture ${index + 1}`}
              aria-pressed={url === picture.url}
              onClick={() => choose(picture.url)}
            >
              <Shown url={picture.url} size={52} />
            </UnstyledButton>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
