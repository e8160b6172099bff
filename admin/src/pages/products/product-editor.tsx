import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { FormPage } from '../../components/form-page.tsx'
import { tellFault, useSave } from '../../components/use-save.ts'
import { useCan, useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { BasicsCard } from './basics-card.tsx'
import { MediaCard } from './media-card.tsx'
import css from './product.module.css'
import { ProductActions } from './product-actions.tsx'
import { ProductStatus } from './product-status.tsx'
import {
  type AdminProduct,
  blankProduct,
  type CustomField,
  type ProductWish,
  toWish,
} from './product-wish.ts'
import { saveProduct } from './save-product.ts'
import { CustomCard, OrganiseCard, SearchResultCard, StatusCard } from './side-cards.tsx'
import { type ProductForm, useProductForm } from './use-product-form.ts'
import { VariantsCard } from './variants-card.tsx'

interface ProductEditorProps {
  /** None yet for a new one. */
  readonly product?: AdminProduct
  readonly fields: readonly CustomField[]
  readonly reload?: () => Promise<AdminProduct | undefined>
}

/** All of a product on one page. */
export function ProductEditor({ product, fields, reload }: ProductEditorProps) {
  const navigate = useNavigate()
  const can = useCan()
  const form = useProductForm(product ? toWish(product, fields) : blankProduct(fields))
  const [base, replace] = useBase(form, product, fields)
  const saving = useSaving(base, fields)
  const onSaved = (saved: AdminProduct) => {
    if (base) replace(saved)
    else void navigate({ to: `/products/${saved.id}`, replace: true })
  }
  const takeSaved = async () => {
    const now = await reload?.()
    if (now) replace(now)
    saving.reset()
  }
  const onReload = () => void takeSaved().catch(tellFault)
  return (
    <FormPage
      form={form}
      saving={saving}
      toInput={(values) => values}
      onSaved={onSaved}
      {...(base && { onReload })}
      submitLabel={base ? 'Save' : 'Add the product'}
      isNew={!base}
      size="wide"
      title={base?.title ?? 'New product'}
      badge={base && <ProductStatus status={base.status} />}
      breadcrumbs={[{ label: 'Products', to: '/products' }]}
      actions={base && <ProductActions product={base} onDeleted={() => form.resetDirty()} />}
    >
      <fieldset className={css.fields} disabled={!can('catalog:write')}>
        <Cards form={form} fields={fields} base={base} />
      </fieldset>
    </FormPage>
  )
}

function useSaving(base: AdminProduct | undefined, fields: readonly CustomField[]) {
  const { currency } = useShop()
  return useSave<ProductWish, AdminProduct>({
    save: (wish) => saveProduct(wish, { base, currency, fields }),
    done: ({ title }) => (base ? `${title} is saved.` : `${title} is added.`),
    ...(base && {
      keep: shop.query('/admin/products/{productId}', { path: { productId: base.id } }).queryKey,
    }),
    refresh: ['/admin/products', '/admin/low-stock'],
    isQuiet: true,
  })
}

/** What the form was filled from. Follows what is saved elsewhere, as long as nothing is typed here. */
function useBase(form: ProductForm, product: AdminProduct | undefined, fields: readonly CustomField[]) {
  const [base, setBase] = useState(product)
  const replace = (next: AdminProduct) => {
    setBase(next)
    form.setInitialValues(toWish(next, fields))
    form.setValues(toWish(next, fields))
    form.resetDirty(toWish(next, fields))
    form.clearErrors()
  }
  const isBehind = product !== undefined && product !== base && !form.isDirty()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the shop has something newer.
  useEffect(() => {
    if (isBehind) replace(product)
  }, [product, isBehind])
  return [base, replace] as const
}

interface CardsProps {
  readonly form: ProductForm
  readonly fields: readonly CustomField[]
  readonly base: AdminProduct | undefined
}

const Cards = ({ form, fields, base }: CardsProps) => (
  <>
    <div className={css.columns}>
      <div className={css.fields}>
        <BasicsCard form={form} isNew={!base} />
        <MediaCard form={form} />
      </div>
      <div className={css.fields}>
        <StatusCard form={form} />
        <OrganiseCard form={form} />
      </div>
    </div>
    <VariantsCard form={form} />
    <div className={fields.length > 0 ? css.halves : undefined}>
      <SearchResultCard form={form} />
      {fields.length > 0 && <CustomCard form={form} fields={fields} />}
    </div>
  </>
)
