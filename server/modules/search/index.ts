import type { Module } from '#module'
import { isAboutProduct, openProductIndex, productIndex } from './product-index.ts'
import { routes } from './routes.ts'

/** Finds products by what people type. */
export const search: Module = {
  name: 'search',
  routes,
  setUp(app) {
    const index = openProductIndex(app)
    app.ports.fill(productIndex, index)
    app.onOpen(index.begin)
    app.readyWhen({ name: 'search', problem: index.problem })
    app.onForeignEvents((events) =>
      index.reload([...new Set(events.filter(isAboutProduct).map((each) => each.subject))]),
    )
  },
}
