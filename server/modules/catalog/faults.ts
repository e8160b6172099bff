import { faults } from '#kernel/fault.ts'

export const catalogFaults = faults('catalog', {
  missing: [404, 'There is no product with this id or handle.'],
  categoryMissing: [404, 'There is no category with this id or handle.'],
  handleTaken: [409, 'Another one already has this handle.'],
  badHandle: [422, 'This cannot be a handle.'],
  skuTaken: [409, 'Another product already has this SKU.'],
  duplicate: [422, 'This stands twice where it may stand only once.'],
  badOptions: [422, 'The options of a variant are not those of the product.'],
  badVariant: [422, 'This variant is not as it must be.'],
  wrongCurrency: [422, "Prices must be in the shop's currency."],
  unknownCategory: [422, 'There is no such category.'],
  categoryLoop: [422, 'A category cannot lie within itself.'],
  categoryTooDeep: [422, 'Categories cannot be nested this deep.'],
  categoriesFull: [422, 'The shop has as many categories as it can hold.'],
  categoryHasChildren: [409, 'This category has categories in it. Move or delete those first.'],
})
