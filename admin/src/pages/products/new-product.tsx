import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { shop } from '../../shop.ts'
import { ProductEditor } from './product-editor.tsx'
import { ProductOutline } from './product-outline.tsx'

export function NewProductPage() {
  const extensions = useQuery(shop.query('/admin/extensions'))
  if (extensions.data) return <ProductEditor fields={extensions.data.fields} />
  return (
    <Page title="New product">
      <Loaded query={extensions} skeleton={<ProductOutline />}>
        {() => null}
      </Loaded>
    </Page>
  )
}
