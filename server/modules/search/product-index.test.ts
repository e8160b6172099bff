import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SetUp } from '#module'
import { products } from '#modules/catalog/index.ts'
import type { CommitListener } from '#store/unit.ts'
import { openProductIndex } from './product-index.ts'

const aProduct = (id: string, title: string) => ({
  id,
  revision: 1,
  title,
  status: 'published',
  description: '',
  vendor: null,
  type: null,
  tags: [],
  listedIn: [],
  variants: [],
  createdAt: 0,
})

test('a product that is removed while the index is being built does not come back', async () => {
  let commit: CommitListener = () => {}
  const page = { data: [aProduct('prod_gone', 'Gone Mug'), aProduct('prod_here', 'Blue Mug')], next: null }
  const init = {
    store: {
      onCommit(listener: CommitListener) {
        commit = listener
      },
    },
    // The page has been read; before the index gets it, somebody removes a product of it.
    async run() {
      commit([{ op: 'remove', collection: products, id: 'prod_gone', revision: 1 }], [])
      return page
    },
    log: { error: (_details: object, message: string) => assert.fail(message) },
  }
  const index = openProductIndex(init as unknown as Pick<SetUp, 'store' | 'run' | 'log'>)
  await index.ready()
  assert.deepEqual(index.find({ q: 'mug', offset: 0, limit: 20 }).ids, ['prod_here'])
})
