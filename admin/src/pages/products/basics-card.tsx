import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { toHandle } from './handle.ts'
import type { ProductForm } from './use-product-form.ts'

/** Title, address and description. The handle follows the title of a new product until somebody types one. */
export function BasicsCard({ form, isNew }: { form: ProductForm; isNew: boolean }) {
  const [isOwn, setOwn] = useState(!isNew)
  const title = form.getInputProps('title')
  const handle = form.getInputProps('handle')
  return (
    <Card title="Basics">
      <TextInput
        label="Title"
        required
        maxLength={200}
        {...title}
        onChange={(event) => {
          title.onChange(event)
          if (!isOwn) form.setFieldValue('handle', toHandle(event.currentTarget.value))
        }}
      />
      <TextInput
        label="Handle"
        description={isNew ? undefined : 'Links to the old address lead nowhere once you change it'}
        maxLength={200}
        leftSection={<span aria-hidden>/products/</span>}
        leftSectionWidth={86}
        styles={{ section: { fontSize: 'var(--mantine-font-size-sm)', color: 'var(--text-soft)' } }}
        {...handle}
        onChange={(event) => {
          setOwn(event.currentTarget.value !== '')
          handle.onChange(event)
        }}
      />
      <Textarea
        label="Description"
        description="Plain text; an empty line begins a paragraph"
        autosize
        minRows={5}
        maxRows={18}
        maxLength={20_000}
        {...form.getInputProps('description')}
      />
    </Card>
  )
}
