import { type KeyboardEvent, useState } from 'react'
import { useTexts } from '../language.tsx'
import classes from './gallery.module.css'
import { Picture } from './picture.tsx'
import { picturesOf } from './pictures.ts'
import type { Product } from './prices.ts'
import { catalogueTexts } from './texts.ts'

interface GalleryProps {
  readonly product: Product
  /** The address of the chosen variant's picture; once it changes it is shown. */
  readonly start: string | null
}

/** One large picture, and all of them as buttons below. The arrow keys go through them. */
export function Gallery({ product, start }: GalleryProps) {
  const t = useTexts(catalogueTexts)
  const pictures = picturesOf(product)
  const placeOf = (address: string | null) =>
    Math.max(
      0,
      pictures.findIndex(({ url }) => url === address),
    )
  const [at, setAt] = useState(() => placeOf(start))
  const [last, setLast] = useState(start)
  if (start !== null && start !== last) {
    setLast(start)
    setAt(placeOf(start))
  }
  const turn = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = (at + step + pictures.length) % pictures.length
    setAt(next)
    event.currentTarget.querySelectorAll('button')[next]?.focus()
  }
  return (
    <section className={classes.gallery} aria-label={t.pictures}>
      <div className={classes.large}>
        <Picture image={pictures[at]} isMain />
      </div>
      {pictures.length > 1 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
        <div role="group" aria-label={t.pictures} className={classes.small} onKeyDown={turn}>
          {pictures.map(({ url }, index) => (
            <button
              key={url}
              type="button"
              aria-label={t.picture(index + 1, pictures.length)}
              aria-pressed={index === at}
              onClick={() => setAt(index)}
            >
              <Picture image={{ url, alt: '' }} isEager />
            </button>
          ))}
        </div>
      )}
    </section>
  )
}
