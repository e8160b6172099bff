import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { ExternalLink, Trash2 } from 'lucide-react'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { useSave } from '../../components/use-save.ts'
import { setAside } from '../../queries.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import type { AdminProduct } from './product-wish.ts'

/** What is done with a whole product. */
export function ProductActions({ product, onDeleted }: { product: AdminProduct; onDeleted: () => void }) {
  const { id, handle, title, status, version, variants } = product
  const can = useCan()
  const navigate = useNavigate()
  const deleting = useSave({
    save: () => shop.delete('/admin/products/{productId}', { path: { productId: id }, version }),
    done: `${title} is deleted.`,
    refresh: ['/admin/low-stock'],
    onSaved: () => {
      onDeleted()
      void setAside('/admin/products')
      void navigate({ to: '/products' })
    },
    isQuiet: true,
  })
  return (
    <>
      {can('catalog:write') && (
        <ConfirmButton
          variant="subtle"
          color="red"
          leftSection={<Trash2 size={15} aria-hidden />}
          label="Delete"
          title={`Delete ${title}?`}
          confirmLabel="Delete the product"
          isDangerous
          onConfirm={() => deleting.saveAsync()}
        >
          It leaves the shop at once, with the stock of its {variants.length === 1 ? 'variant' : 'variants'}.
          Orders keep what they need to know of it.
        </ConfirmButton>
      )}
      {status === 'published' && (
        <Button
          component="a"
          href={`/products/${handle}`}
          target="_blank"
          variant="default"
          rightSection={<ExternalLink size={14} aria-hidden />}
        >
          View in shop
        </Button>
      )}
    </>
  )
}
