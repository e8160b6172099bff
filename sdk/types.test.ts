import { suite, test } from 'node:test'
import type {
  BodyOf,
  DownloadPath,
  FaultCode,
  ItemOf,
  ListPath,
  Money,
  PathOf,
  ReplyOf,
  Schemas,
  Shop,
  ShopError,
  UploadPath,
} from './index.ts'

// Nothing in here does anything when it runs. The compiler is the test: it refuses the file where a line
// below `@ts-expect-error` is allowed after all, and where a type is not the one that is named.

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <_Fact extends true>() => undefined
const compiled = (_program: (shop: Shop) => unknown) => undefined
const path = { cartId: 'cart_1' }

suite('the types let through', () => {
  test('what the API describes', () => {
    holds<Same<ReplyOf<'get', '/shop'>, Schemas['Shop']>>()
    holds<Same<ReplyOf<'post', '/carts/{cartId}/checkout'>, Schemas['Order']>>()
    holds<Same<ReplyOf<'post', '/logout'>, undefined>>()
    holds<Same<BodyOf<'post', '/carts/{cartId}/lines'>, Schemas['NewLine']>>()
    holds<Same<ItemOf<'/products'>, Schemas['Product']>>()
    holds<Same<UploadPath, '/admin/media' | '/me/picture' | '/admin/imports'>>()
    holds<Same<DownloadPath, '/media/{file}' | '/me/export' | '/payments/test/second-step'>>()
    holds<Schemas['Totals']['total'] extends Money ? true : false>()
    holds<'cart.closed' extends FaultCode ? true : false>()
  })

  test('calls that say all that is needed', () => {
    compiled((shop) => shop.get('/products'))
    compiled((shop) => shop.get('/products', { query: { category: 'mugs', limit: undefined } }))
    compiled((shop) => shop.post('/carts'))
    compiled((shop) =>
      shop.post('/carts/{cartId}/coupons', { path, body: { code: 'X' }, key: 'k', version: 1 }),
    )
    compiled((shop) => shop.each('/categories', { signal: AbortSignal.timeout(1) }))
    compiled((shop) => shop.upload('/admin/media', { file: new Blob([]), type: 'image/png', key: 'k' }))
  })

  test('the code of a refusal', () => {
    compiled(() => (error: ShopError) => error.code === 'order.out_of_stock' || error.code === 'http.502')
  })
})

suite('the types refuse', () => {
  test('an address that is not there, or not by this method, or is of another kind', () => {
    // @ts-expect-error: it is spelled otherwise
    compiled((shop) => shop.get('/produts'))
    // @ts-expect-error: a cart is not read by POST
    compiled((shop) => shop.post('/carts/{cartId}', { path }))
    // @ts-expect-error: addresses begin below /api
    compiled((shop) => shop.get('/api/shop'))
    // @ts-expect-error: this is no list
    compiled((shop) => shop.each('/shop'))
    // @ts-expect-error: this takes a file
    compiled((shop) => shop.post('/admin/media', {}))
    // @ts-expect-error: this answers a file
    compiled((shop) => shop.get('/me/export'))
    holds<'/me/picture' extends PathOf<'put'> ? false : true>()
    holds<'/shop' extends ListPath ? false : true>()
  })

  test('a parameter that is missing or unknown', () => {
    // @ts-expect-error: which product?
    compiled((shop) => shop.get('/products/{idOrHandle}'))
    // @ts-expect-error: which line?
    compiled((shop) => shop.delete('/carts/{cartId}/lines/{lineId}', { path }))
    // @ts-expect-error: a search has to say what for
    compiled((shop) => shop.get('/products/search', { query: { limit: 3 } }))
    // @ts-expect-error: products are not sorted by colour
    compiled((shop) => shop.get('/products', { query: { colour: 'blue' } }))
    // @ts-expect-error: a limit is a number
    compiled((shop) => shop.get('/products', { query: { limit: '3' } }))
    // @ts-expect-error: `each` keeps the cursor itself
    compiled((shop) => shop.each('/products', { query: { after: 'x' } }))
  })

  test('a field of the body that is missing, unknown, or of another type', () => {
    // @ts-expect-error: no body
    compiled((shop) => shop.post('/carts/{cartId}/lines', { path }))
    // @ts-expect-error: how many?
    compiled((shop) => shop.post('/carts/{cartId}/lines', { path, body: { variantId: 'v' } }))
    const line = { variantId: 'v', quantity: 1 }
    // @ts-expect-error: a line has no price of its own
    compiled((shop) => shop.post('/carts/{cartId}/lines', { path, body: { ...line, price: 1 } }))
    // @ts-expect-error: a quantity is a number
    compiled((shop) => shop.post('/carts/{cartId}/lines', { path, body: { variantId: 'v', quantity: '1' } }))
  })

  test('a key or a version where the address knows none', () => {
    // @ts-expect-error: reading needs no key
    compiled((shop) => shop.get('/shop', { key: 'k' }))
    // @ts-expect-error: opening a cart builds on nothing
    compiled((shop) => shop.post('/carts', { version: 1 }))
  })

  test('a file of a type that is not taken, and a code that there is not', () => {
    // @ts-expect-error: this is no picture
    compiled((shop) => shop.upload('/me/picture', { file: new Blob([]), type: 'text/csv' }))
    // @ts-expect-error: it is spelled otherwise
    compiled(() => (error: ShopError) => error.code === 'cart.clozed')
  })
})
