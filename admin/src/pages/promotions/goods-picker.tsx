import { MultiSelect, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CategoriesSelect } from '../../components/category-select.tsx'
import { useCategories } from '../../components/use-categories.ts'
import { shop } from '../../shop.ts'
import type { usePromotionForm } from './promotion-wish.ts'

const TYPING_MS = 200

/** Which goods it is for: categories, products, or everything where nothing is chosen. */
export function GoodsPicker({ form }: { form: ReturnType<typeof usePromotionForm> }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), TYPING_MS)
  const categories = useCategories()
  const found = useQuery({
    ...shop.query('/products/search', { query: { q, limit: 20 } }),
    enabled: q !== '',
  })
  const chosen = useChosen(form.values.productIds)
  const products = new Map([...chosen, ...(found.data?.data ?? [])].map(({ id, title }) => [id, title]))
  return (
    <Stack>
      <CategoriesSelect
        label="On everything in"
        placeholder={form.values.categoryIds.length === 0 ? 'All categories' : ''}
        categories={categories.data ?? []}
        {...form.getInputProps('categoryIds')}
      />
      <MultiSelect
        label="And on these products"
        description="Type to find published ones"
        searchable
        clearable
        searchValue={typed}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        nothingFoundMessage={q && !found.isFetching ? 'Nothing is called that' : null}
        data={[...products].map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('productIds')}
      />
    </Stack>
  )
}

/** The titles of what was chosen before. */
function useChosen(productIds: readonly string[]) {
  const { data } = useQuery({
    queryKey: ['/admin/products', { ids: productIds }],
    queryFn: ({ signal }) =>
      Promise.all(
        productIds.map((productId) =>
          shop.get('/admin/products/{productId}', { path: { productId }, signal }),
        ),
      ),
    enabled: productIds.length > 0,
    placeholderData: (before) => before,
  })
  return data ?? []
}
