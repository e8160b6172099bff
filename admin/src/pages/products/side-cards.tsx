import { Autocomplete, SegmentedControl, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { Card } from '../../components/card.tsx'
import { CategoriesSelect } from '../../components/category-select.tsx'
import { SchemaForm } from '../../components/schema-form.tsx'
import { useCategories } from '../../components/use-categories.ts'
import { useShop } from '../../session/me.ts'
import css from './product.module.css'
import { type CustomField, customSchema } from './product-wish.ts'
import type { ProductForm } from './use-product-form.ts'

/** Small enough to stand behind the last pill rather than beneath it. */
const ROOM_TO_TYPE = { inputField: { minWidth: 48 } }

const STATES = [
  { value: 'draft', label: 'Draft' },
  { value: 'published', label: 'Published' },
]

export const StatusCard = ({ form }: { form: ProductForm }) => (
  <Card title="Status">
    <SegmentedControl aria-label="Status" fullWidth data={STATES} {...form.getInputProps('status')} />
    <Text size="xs" c="dimmed" mt={-6}>
      {form.values.status === 'published'
        ? 'Everybody finds it in the shop.'
        : 'Only staff sees it. Publish it when it is ready.'}
    </Text>
  </Card>
)

/** Where it is found, and what kind of goods it is. */
export function OrganiseCard({ form }: { form: ProductForm }) {
  const categories = useCategories()
  return (
    <Card title="Organise">
      <CategoriesSelect
        label="Categories"
        placeholder={form.values.categoryIds.length === 0 ? 'None yet' : ''}
        categories={categories.data ?? []}
        {...form.getInputProps('categoryIds')}
      />
      <TextInput label="Vendor" maxLength={200} {...form.getInputProps('vendor')} />
      <TextInput label="Type" placeholder="Such as Mug" maxLength={200} {...form.getInputProps('type')} />
      <TagsInput
        label="Tags"
        description="Enter or a comma ends one"
        maxTags={250}
        styles={ROOM_TO_TYPE}
        {...form.getInputProps('tags')}
      />
      <Autocomplete
        label="Tax category"
        description="Which tax rates are asked; most are standard"
        data={['standard', 'reduced', 'zero']}
        maxLength={100}
        {...form.getInputProps('taxCategory')}
      />
    </Card>
  )
}

const RESULT_CHARS = 160

/** What search engines are told, with a preview of their result. */
export function SearchResultCard({ form }: { form: ProductForm }) {
  const { name } = useShop()
  const { title, handle, description, seo } = form.values
  const said = seo.description || description.replace(/\s+/g, ' ')
  const short = said.length > RESULT_CHARS ? `${said.slice(0, RESULT_CHARS)}…` : said
  return (
    <Card title="In search engines" lead="Left empty, title and description are taken.">
      <div className={css.result}>
        <Text size="xs" c="dimmed">
          {`${location.host} › products › ${handle || '…'}`}
        </Text>
        <div className={css.resultTitle}>{`${seo.title || title || 'Title of the product'} · ${name}`}</div>
        <Text size="sm" c="dimmed">
          {short || 'The description stands here.'}
        </Text>
      </div>
      <TextInput
        label="Title for search engines"
        description={countText(seo.title, 60)}
        maxLength={1000}
        {...form.getInputProps('seo.title')}
      />
      <Textarea
        label="Description for search engines"
        description={countText(seo.description, RESULT_CHARS)}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('seo.description')}
      />
    </Card>
  )
}

const countText = (text: string, shown: number) =>
  text ? `${text.length} characters; about ${shown} are shown` : `About ${shown} characters are shown`

/** What modules add to products. */
export const CustomCard = ({ form, fields }: { form: ProductForm; fields: readonly CustomField[] }) => (
  <Card title="More about it" lead="Fields of the modules that this shop runs.">
    <SchemaForm
      schema={customSchema(fields)}
      values={form.values.custom}
      errors={form.errors}
      path="custom."
      onChange={(custom) => form.setFieldValue('custom', custom)}
    />
  </Card>
)
