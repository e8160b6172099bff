import type { Category } from '../../components/use-categories.ts'
import { shop } from '../../shop.ts'

export type CategoryWish = {
  title: string
  handle: string
  description: string
  parentId: string | null
  position: number | string
  imageUrl: string
  imageAlt: string
}

export const toCategoryWish = (category: Category | undefined): CategoryWish => ({
  title: category?.title ?? '',
  handle: category?.handle ?? '',
  description: category?.description ?? '',
  parentId: category?.parentId ?? null,
  position: category?.position ?? 0,
  imageUrl: category?.image?.url ?? '',
  imageAlt: category?.image?.alt ?? '',
})

export function saveCategory(category: Category | undefined, wish: CategoryWish): Promise<Category> {
  const handle = wish.handle.trim()
  const body = {
    title: wish.title.trim(),
    ...(handle && { handle }),
    description: wish.description,
    parentId: wish.parentId,
    position: Number(wish.position) || 0,
    image: wish.imageUrl ? { url: wish.imageUrl, alt: wish.imageAlt.trim() } : null,
  }
  if (!category) return shop.post('/admin/categories', { body })
  const path = { categoryId: category.id }
  return shop.patch('/admin/categories/{categoryId}', { path, body, version: category.version })
}
