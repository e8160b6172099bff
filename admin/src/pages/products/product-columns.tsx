import { Group, Text } from '@mantine/core'
import type { Column } from '../../components/data-table.tsx'
import { Picture } from '../../components/picture.tsx'
import type { Category } from '../../components/use-categories.ts'
import { type FieldSchema, toLabel } from '../../json-schema.ts'
import { formatMoney } from '../../money.ts'
import { ProductStatus } from './product-status.tsx'
import type { CustomField } from './product-wish.ts'
import css from './products.module.css'
import type { Listed } from './use-found-products.ts'

/** The columns of the list, with those that modules add. */
export function productColumns(
  categories: readonly Category[],
  fields: readonly CustomField[],
): Column<Listed>[] {
  const titles = new Map(categories.map(({ id, title }) => [id, title]))
  return [
    { title: 'Product', cell: (product) => <Lead product={product} /> },
    { title: 'Status', width: '110px', cell: ({ status }) => <ProductStatus status={status} /> },
    {
      title: 'Categories',
      isSecondary: true,
      cell: ({ categoryIds }) => (
        <Text size="sm" c="dimmed" lineClamp={1}>
          {categoryIds.flatMap((id) => titles.get(id) ?? []).join(', ') || '—'}
        </Text>
      ),
    },
    ...fields.filter(({ column }) => column).map(customColumn),
    { title: 'Stock', align: 'right', cell: (product) => <Stock product={product} /> },
    { title: 'Price', align: 'right', cell: ({ variants }) => priceText(variants) },
  ]
}

const Lead = ({ product: { title, images, variants } }: { product: Listed }) => (
  <Group gap={12} wrap="nowrap">
    <Picture url={images[0]?.url ?? variants[0]?.image} size={40} />
    <span className={css.title}>
      {title}
      {variants.length > 1 && (
        <Text span size="xs" c="dimmed" display="block">
          {variants.length} variants
        </Text>
      )}
    </span>
  </Group>
)

function Stock({ product: { variants } }: { product: Listed }) {
  const counted = variants.flatMap(({ stock }) => (stock?.tracked ? [stock.onHand] : []))
  if (counted.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        not counted
      </Text>
    )
  }
  const total = counted.reduce((sum, onHand) => sum + onHand, 0)
  return total > 0 ? total.toLocaleString('en') : <span className={css.none}>{total} – sold out</span>
}

function priceText(variants: Listed['variants']): string {
  const prices = variants.map(({ price }) => price).toSorted((a, b) => a.amount - b.amount)
  const [lowest] = prices
  const highest = prices.at(-1)
  if (!lowest || !highest) return '—'
  return lowest.amount === highest.amount
    ? formatMoney(lowest)
    : `${formatMoney(lowest)} – ${formatMoney(highest)}`
}

const customColumn = ({ name, schema }: CustomField): Column<Listed> => ({
  title: (schema as FieldSchema).title ?? toLabel(name),
  isSecondary: true,
  cell: ({ custom }) => (
    <Text size="sm" lineClamp={1}>
      {valueText(custom?.[name])}
    </Text>
  ),
})

function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '—'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return Array.isArray(value) ? value.join(', ') : String(value)
}
