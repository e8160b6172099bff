import { ImageOff } from 'lucide-react'
import { useTexts } from '../language.tsx'
import classes from './picture.module.css'
import { catalogueTexts } from './texts.ts'

interface PictureProps {
  readonly image: { readonly url: string; readonly alt: string } | null | undefined
  /** On the first screen. */
  readonly isEager?: boolean
  /** The largest thing on the first screen. */
  readonly isMain?: boolean
}

const SIDE = 800

/** A square picture that keeps its place before it is there. */
export function Picture({ image, isEager = false, isMain = false }: PictureProps) {
  const t = useTexts(catalogueTexts)
  if (!image) {
    return (
      <span className={classes.none} role="img" aria-label={t.noPicture}>
        <ImageOff size={28} aria-hidden />
      </span>
    )
  }
  return (
    <img
      className={classes.picture}
      loading={isEager || isMain ? 'eager' : 'lazy'}
      fetchPriority={isMain ? 'high' : 'auto'}
      decoding="async"
      src={image.url}
      alt={image.alt}
      width={SIDE}
      height={SIDE}
    />
  )
}
