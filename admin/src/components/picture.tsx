import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import css from './picture.module.css'

interface PictureProps {
  readonly url: string | null | undefined
  /** '' where the text beside it says the same. */
  readonly alt?: string
  /** Of both sides, in px; fills its place without. */
  readonly size?: number
}

/** A picture of goods, or the place of one where there is none or its address leads nowhere. */
export function Picture({ url, alt = '', size }: PictureProps) {
  const [broken, setBroken] = useState<string>()
  const style = size ? { width: size, height: size } : undefined
  return (
    <span className={css.frame} style={style} data-fills={size === undefined || undefined}>
      {url && broken !== url ? (
        <img src={url} alt={alt} loading="lazy" draggable={false} onError={() => setBroken(url)} />
      ) : (
        <ImageOff size={size && size < 48 ? 15 : 22} strokeWidth={1.6} aria-hidden />
      )}
    </span>
  )
}
