import {
  type ComboboxItem,
  Group,
  MultiSelect,
  type MultiSelectProps,
  Select,
  type SelectProps,
} from '@mantine/core'
import { CornerDownRight } from 'lucide-react'
import { type Category, inTreeOrder } from './use-categories.ts'

interface Choosing {
  readonly categories: readonly Category[]
  /** Left out, with all that lies in it: it cannot lie within itself. */
  readonly without?: string | undefined
}

interface Item extends ComboboxItem {
  readonly depth: number
}

const toItems = ({ categories, without }: Choosing): Item[] =>
  inTreeOrder(categories, without).map(({ category: { id, title }, depth }) => ({
    value: id,
    label: title,
    depth,
  }))

const renderOption = ({ option }: { option: ComboboxItem }) => {
  const { label, depth } = option as Item
  return (
    <Group gap={6} wrap="nowrap" pl={depth * 16}>
      {depth > 0 && <CornerDownRight size={13} aria-hidden color="var(--idle)" />}
      {label}
    </Group>
  )
}

const usual = {
  searchable: true,
  clearable: true,
  nothingFoundMessage: 'No category is called that',
  // The list itself scrolls: an area around it would be a stop of the keyboard's that does nothing.
  withScrollArea: false,
  styles: { options: { maxHeight: 300, overflowY: 'auto' }, inputField: { minWidth: 48 } },
  renderOption,
} as const

/** One category, by its place in the tree. */
export const CategorySelect = ({ categories, without, ...rest }: Choosing & SelectProps) => (
  <Select {...usual} data={toItems({ categories, without })} {...rest} />
)

/** Several of them. */
export const CategoriesSelect = ({ categories, without, ...rest }: Choosing & MultiSelectProps) => (
  <MultiSelect {...usual} data={toItems({ categories, without })} {...rest} />
)
