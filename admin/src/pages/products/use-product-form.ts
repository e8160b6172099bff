import { type UseFormReturnType, useForm } from '@mantine/form'
import { HANDLE } from './handle.ts'
import type { OptionWish, ProductWish } from './product-wish.ts'

export type ProductForm = UseFormReturnType<ProductWish>

export function useProductForm(initialValues: ProductWish): ProductForm {
  return useForm<ProductWish>({
    initialValues,
    validate: {
      title: (title) => (title.trim() ? null : 'What is it called?'),
      handle: (handle) =>
        handle === '' || HANDLE.test(handle)
          ? null
          : 'Lower case letters and digits, with single hyphens between.',
      options: {
        name: (name, { options }, path) => optionProblem(name, options, path),
        values: (values) => (values.length > 0 ? null : 'Add a value, or take the option away.'),
      },
      variants: {
        price: (price) => (price === null ? 'It needs a price.' : numberProblem(price)),
        compareAtPrice: numberProblem,
        onHand: numberProblem,
        weightGrams: numberProblem,
      },
    },
  })
}

/** NaN stands for what was typed and is none. */
const numberProblem = (value: number | null) => (Number.isNaN(value) ? 'Not a number.' : null)

function optionProblem(name: string, options: readonly OptionWish[], path: string): string | null {
  const said = name.trim()
  if (!said) return 'What is chosen by it? Size, for example.'
  const at = Number(path.split('.')[1])
  return options.some((each, index) => index < at && each.name.trim() === said)
    ? 'There is an option of this name already.'
    : null
}
