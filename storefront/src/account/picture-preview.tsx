import { Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../language.tsx'
import classes from './picture-section.module.css'
import { profileTexts } from './texts-profile.ts'

const PIXELS = 192

/** A chosen file as the shop will cut it: a square of the middle. */
export function PicturePreview({ file }: { file: File }) {
  const t = useTexts(profileTexts)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isUnreadable, setUnreadable] = useState(false)
  useEffect(() => {
    let isGone = false
    setUnreadable(false)
    createImageBitmap(file).then(
      (image) => {
        if (!isGone && canvas.current) draw(canvas.current, image)
        image.close()
      },
      () => {
        if (!isGone) setUnreadable(true)
      },
    )
    return () => {
      isGone = true
    }
  }, [file])
  return (
    <>
      <canvas
        ref={canvas}
        className={classes.portrait}
        width={PIXELS}
        height={PIXELS}
        role="img"
        aria-label={t.preview}
      />
      {isUnreadable && (
        <Text role="alert" c="var(--mantine-color-error)">
          {t.unreadable}
        </Text>
      )}
    </>
  )
}

function draw(canvas: HTMLCanvasElement, image: ImageBitmap) {
  const side = Math.min(image.width, image.height)
  const left = (image.width - side) / 2
  const top = (image.height - side) / 2
  const pen = canvas.getContext('2d')
  pen?.clearRect(0, 0, PIXELS, PIXELS)
  pen?.drawImage(image, left, top, side, side, 0, 0, PIXELS, PIXELS)
}
