import { Progress, Text } from '@mantine/core'
import { ImagePlus } from 'lucide-react'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { DropArea } from '../../components/drop-area.tsx'
import { PICTURE_BYTES_MAX, PICTURE_TYPES, useUploads } from '../../components/use-uploads.ts'
import { useCan } from '../../session/me.ts'
import css from './media.module.css'
import { PictureTile } from './picture-tile.tsx'
import type { Picture } from './product-wish.ts'
import type { ProductForm } from './use-product-form.ts'

/** Pictures in their order; the first one is shown in lists. */
export function MediaCard({ form }: { form: ProductForm }) {
  const can = useCan()
  const [dragged, setDragged] = useState<number>()
  const [said, say] = useState('')
  const { images } = form.values
  const set = (next: Picture[]) => form.setFieldValue('images', next)
  const { uploading, upload } = useUploads((url) =>
    form.setFieldValue('images', (now) =>
      now.some((each) => each.url === url) ? now : [...now, { url, alt: '' }],
    ),
  )
  const move = (from: number, to: number) => {
    const picture = images[from]
    if (!picture || to < 0 || to >= images.length) return
    set(images.toSpliced(from, 1).toSpliced(to, 0, picture))
    say(`Picture ${from + 1} is now number ${to + 1} of ${images.length}.`)
  }
  return (
    <Card
      title="Pictures"
      lead={images.length > 1 ? 'Drag them into order; the first is shown in lists.' : ''}
    >
      {images.length > 0 && (
        <ol className={css.tiles}>
          {images.map((picture, index) => (
            <PictureTile
              key={picture.url}
              form={form}
              index={index}
              isDragged={dragged === index}
              onDrag={setDragged}
              onDropped={() => dragged !== undefined && move(dragged, index)}
              onMove={(by) => move(index, index + by)}
              onRemove={() => removePicture(form, index)}
            />
          ))}
        </ol>
      )}
      {uploading.map(({ key, name, percent }) => (
        <div key={key}>
          <Text size="xs" c="dimmed" truncate>{`${name} — ${percent} %`}</Text>
          <Progress value={percent} aria-label={`Upload of ${name}`} size="sm" mt={4} />
        </div>
      ))}
      {can('media:write') && (
        <DropArea
          icon={ImagePlus}
          title="Drop pictures here"
          hint="PNG, JPEG, WebP, AVIF or GIF, up to 10 MiB each"
          choose="Choose pictures"
          accept={PICTURE_TYPES}
          bytesMax={PICTURE_BYTES_MAX}
          isMany
          height={images.length === 0 ? 120 : 76}
          onFiles={upload}
        />
      )}
      <div role="status" className={css.heard}>
        {said}
      </div>
    </Card>
  )
}

/** Variants that showed it show none. */
function removePicture(form: ProductForm, index: number) {
  const gone = form.values.images[index]?.url
  form.setFieldValue('images', (now) => now.toSpliced(index, 1))
  form.setFieldValue('variants', (rows) =>
    rows.map((row) => (row.image === gone ? { ...row, image: null } : row)),
  )
}
