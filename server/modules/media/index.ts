import type { Module } from '#module'
import { media as items } from './media-item.ts'
import { routes } from './routes.ts'

export const media: Module = {
  name: 'media',
  collections: [items],
  routes,
  permissions: { 'media:write': 'Upload pictures.' },
}

export { type Blob, type Blobs, blobs } from './blobs.ts'
export { type MediaItem, mediaAdded, urlOf } from './media-item.ts'
export { sniffImage } from './sniff-image.ts'
export { storeImage } from './store-image.ts'
