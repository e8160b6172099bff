import type { Module } from '#module'
import { imports as importCollection } from './import-record.ts'
import { routes } from './routes.ts'
import { importRun, runImport } from './run-import.ts'

export { importFiles } from './import-files.ts'
export type { Tally } from './import-record.ts'
export type { CatalogueFormat } from './product-draft.ts'

/** Brings a catalogue along from Shopify or WooCommerce. */
export const imports: Module = {
  name: 'imports',
  collections: [importCollection],
  routes,
  permissions: { 'catalog:import': 'Import products from files.' },
  jobs: [runImport],
  setUp({ ports, run }) {
    ports.fill(importRun, run)
  },
}
