import { Button, Group, Text } from '@mantine/core'
import { CornerDownRight, FolderTree, Plus } from 'lucide-react'
import { useState } from 'react'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { Picture } from '../../components/picture.tsx'
import { type Category, inTreeOrder, type Placed, useCategories } from '../../components/use-categories.ts'
import { allPages } from '../../components/use-pages.ts'
import { useCan } from '../../session/me.ts'
import css from './categories.module.css'
import { CategoryForm } from './category-form.tsx'

/** The tree that shoppers walk through. */
export function CategoriesPage() {
  const found = useCategories()
  const [shown, show] = useState<Category | 'new'>()
  const can = useCan()
  const add = can('catalog:write') && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show('new')}>
      New category
    </Button>
  )
  const rows = found.data && inTreeOrder(found.data)
  return (
    <Page
      title="Categories"
      lead="As shoppers walk through them. Of those beside each other, the smallest position comes first."
      actions={add}
    >
      <DataTable<Placed>
        label="Categories"
        pages={allPages(rows, found.error, found.refetch)}
        columns={COLUMNS}
        rowKey={({ category }) => category.id}
        onRow={({ category }) => show(category)}
        empty={
          <EmptyState icon={FolderTree} title="No categories yet" action={add}>
            They are how people find things without searching. Begin with three or four large ones, and put
            smaller ones into them as your shop grows.
          </EmptyState>
        }
      />
      {shown && (
        <CategoryForm
          key={shown === 'new' ? 'new' : `${shown.id} ${shown.version}`}
          category={shown === 'new' ? undefined : shown}
          all={found.data ?? []}
          close={() => show(undefined)}
        />
      )}
    </Page>
  )
}

const COLUMNS: Column<Placed>[] = [
  { title: 'Category', cell: (placed) => <Lead {...placed} /> },
  {
    title: 'Address',
    isSecondary: true,
    cell: ({ category }) => (
      <Text size="sm" c="dimmed">
        /categories/{category.handle}
      </Text>
    ),
  },
  {
    title: 'Position',
    isSecondary: true,
    align: 'right',
    width: '100px',
    cell: ({ category: { position } }) => (
      <Text size="sm" c={position === 0 ? 'dimmed' : undefined}>
        {position}
      </Text>
    ),
  },
]

const Lead = ({ category, depth }: Placed) => (
  <Group
    gap={10}
    wrap="nowrap"
    className={css.lead}
    data-within={depth > 0 || undefined}
    style={{ '--depth': depth }}
  >
    {depth > 0 && <CornerDownRight size={15} aria-label="within:" className={css.within} />}
    <Picture url={category.image?.url} size={32} />
    {category.title}
  </Group>
)
