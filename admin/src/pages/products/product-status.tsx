import { StatusBadge } from '../../components/status-badge.tsx'
import type { AdminProduct } from './product-wish.ts'

export const ProductStatus = ({ status }: Pick<AdminProduct, 'status'>) => (
  <StatusBadge tone={status === 'published' ? 'good' : 'idle'}>
    {status === 'published' ? 'Published' : 'Draft'}
  </StatusBadge>
)
