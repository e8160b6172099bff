import { Anchor, Group, NumberInput, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useState } from 'react'
import { CategorySelect } from '../../components/category-select.tsx'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { DrawerForm } from '../../components/drawer-form.tsx'
import type { Category } from '../../components/use-categories.ts'
import { useSave } from '../../components/use-save.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { toHandle } from '../products/handle.ts'
import { CategoryPicture } from './category-picture.tsx'
import { type CategoryWish, saveCategory, toCategoryWish } from './category-wish.ts'

interface CategoryFormProps {
  readonly category: Category | undefined
  readonly all: readonly Category[]
  readonly close: () => void
}

const REFRESH = ['/admin/categories', '/categories']

export function CategoryForm({ category, all, close }: CategoryFormProps) {
  const can = useCan()
  const isFixed = !can('catalog:write')
  const form = useForm({
    initialValues: toCategoryWish(category),
    validate: { title: (title: string) => (title.trim() ? null : 'What is it called?') },
  })
  const saving = useSave({
    save: (wish: typeof form.values) => saveCategory(category, wish),
    done: (saved: Category) => `${saved.title} is saved.`,
    refresh: REFRESH,
    isQuiet: true,
  })
  return (
    <DrawerForm
      title={category ? category.title : 'New category'}
      isOpen
      close={close}
      form={form}
      saving={saving}
      toInput={(values) => values}
      submitLabel={category ? 'Save the category' : 'Add the category'}
      isReadOnly={isFixed}
    >
      <Fields form={form} category={category} all={all} />
      {category && <Further category={category} isFixed={isFixed} close={close} />}
    </DrawerForm>
  )
}

interface FieldsProps extends Omit<CategoryFormProps, 'close'> {
  readonly form: UseFormReturnType<CategoryWish>
}

/** The handle follows the title of a new one until somebody types one. */
function Fields({ form, category, all }: FieldsProps) {
  const [isOwn, setOwn] = useState(category !== undefined)
  const title = form.getInputProps('title')
  const handle = form.getInputProps('handle')
  return (
    <>
      <TextInput
        label="Title"
        required
        maxLength={200}
        data-autofocus
        {...title}
        onChange={(event) => {
          title.onChange(event)
          if (!isOwn) form.setFieldValue('handle', toHandle(event.currentTarget.value))
        }}
      />
      <TextInput
        label="Handle"
        description={`In the shop: /categories/${form.values.handle || '…'}`}
        maxLength={200}
        {...handle}
        onChange={(event) => {
          setOwn(event.currentTarget.value !== '')
          handle.onChange(event)
        }}
      />
      <CategorySelect
        label="Lies in"
        placeholder="At the top"
        categories={all}
        without={category?.id}
        {...form.getInputProps('parentId')}
      />
      <NumberInput
        label="Position"
        description="Smaller ones come first"
        min={0}
        max={1_000_000}
        allowDecimal={false}
        {...form.getInputProps('position')}
      />
      <Textarea
        label="Description"
        autosize
        minRows={3}
        maxRows={10}
        {...form.getInputProps('description')}
      />
      <CategoryPicture form={form} />
    </>
  )
}

type FurtherProps = { category: Category; isFixed: boolean; close: () => void }

function Further({ category, isFixed, close }: FurtherProps) {
  const { id, title, handle, version } = category
  const deleting = useSave({
    save: () => shop.delete('/admin/categories/{categoryId}', { path: { categoryId: id }, version }),
    done: `${title} is deleted.`,
    refresh: REFRESH,
    onSaved: close,
    isQuiet: true,
  })
  return (
    <Group justify="space-between">
      <Anchor href={`/categories/${handle}`} target="_blank" size="sm">
        View in shop
      </Anchor>
      {!isFixed && (
        <ConfirmButton
          variant="subtle"
          color="red"
          label="Delete the category"
          title={`Delete ${title}?`}
          confirmLabel="Delete the category"
          isDangerous
          onConfirm={() => deleting.saveAsync()}
        >
          Its products stay, and are taken out of it. Only one that has no others within can be deleted.
        </ConfirmButton>
      )}
    </Group>
  )
}
