import { Type } from '#kernel/schema.ts'
import { settingsSection } from '#kernel/settings-section.ts'

export const lowStockSettings = settingsSection({
  title: 'Stock',
  description: 'When the shop says that something is running out.',
  schema: Type.Object({
    lowStockBelow: Type.Integer({
      title: 'Low below',
      description: 'A tracked variant with fewer than this on hand is low on stock. 0: none ever is.',
      minimum: 0,
      maximum: 1_000,
      default: 5,
    }),
  }),
})
