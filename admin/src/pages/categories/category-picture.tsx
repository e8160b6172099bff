import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { ImagePlus } from 'lucide-react'
import { DropArea } from '../../components/drop-area.tsx'
import { Picture } from '../../components/picture.tsx'
import { PICTURE_BYTES_MAX, PICTURE_TYPES, useUploads } from '../../components/use-uploads.ts'
import { useCan } from '../../session/me.ts'
import type { CategoryWish } from './category-wish.ts'

/** What the shop's first page shows of it. */
export function CategoryPicture({ form }: { form: UseFormReturnType<CategoryWish> }) {
  const can = useCan()
  const { uploading, upload } = useUploads((url) => form.setFieldValue('imageUrl', url))
  const { imageUrl } = form.values
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        Picture
      </Text>
      {imageUrl && (
        <Group align="flex-start" wrap="nowrap">
          <Picture url={imageUrl} alt={form.values.imageAlt} size={88} />
          <Stack gap={8} flex={1}>
            <TextInput
              aria-label="What the picture shows"
              placeholder="What it shows"
              maxLength={500}
              {...form.getInputProps('imageAlt')}
            />
            <Button
              variant="default"
              size="xs"
              w="max-content"
              onClick={() => form.setFieldValue('imageUrl', '')}
            >
              Remove the picture
            </Button>
          </Stack>
        </Group>
      )}
      {!imageUrl && can('media:write') && (
        <DropArea
          icon={ImagePlus}
          title={uploading[0] ? `Sending ${uploading[0].percent} %` : 'Drop a picture here'}
          hint="PNG, JPEG, WebP, AVIF or GIF, up to 10 MiB"
          choose="Choose a picture"
          accept={PICTURE_TYPES}
          bytesMax={PICTURE_BYTES_MAX}
          isDisabled={uploading.length > 0}
          height={92}
          onFiles={upload}
        />
      )}
    </Stack>
  )
}
