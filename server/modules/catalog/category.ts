import type { Instant } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import type { Document } from '#store/collection.ts'
import type { Image } from './product.ts'

/** Few enough to be looked at all at once. */
export const CATEGORIES_MAX = 1_000
export const CATEGORY_DEPTH_MAX = 8

export interface Category extends Document {
  readonly handle: string
  readonly title: string
  readonly description: string
  readonly image: Image | null
  /** The category that this one lies in; null at the top. */
  readonly parentId: string | null
  /** Smaller ones are shown first; of equal ones, the older. */
  readonly position: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

export const categoryCreated = eventType<{ handle: string }>('category.created')
export const categoryUpdated = eventType<{ handle: string }>('category.updated')
export const categoryDeleted = eventType<{ handle: string }>('category.deleted')
