import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useParam } from '../../components/use-param.ts'
import { shop } from '../../shop.ts'
import { ProductEditor } from './product-editor.tsx'
import { ProductOutline } from './product-outline.tsx'

export function ProductPage() {
  const productId = useParam('productId')
  const found = useQuery(shop.query('/admin/products/{productId}', { path: { productId } }))
  const extensions = useQuery(shop.query('/admin/extensions'))
  if (found.data && extensions.data) {
    const reload = async () => (await found.refetch({ throwOnError: true })).data
    const { fields } = extensions.data
    return <ProductEditor key={productId} product={found.data} reload={reload} fields={fields} />
  }
  const waiting = found.data ? extensions : found
  return (
    <Page title="Product" breadcrumbs={[{ label: 'Products', to: '/products' }]}>
      <Loaded<unknown> query={waiting} skeleton={<ProductOutline />}>
        {() => null}
      </Loaded>
    </Page>
  )
}
