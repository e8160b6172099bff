import { type UseFormReturnType, useForm } from '@mantine/form'
import { useEffect, useRef } from 'react'
import { HANDLE } from './handle.ts'
import type { OptionWish, ProductWish } from './product-wish.ts'

export type ProductForm = UseFormReturnType<ProductWish>

export function useProductForm(initialValues: ProductWish): ProductForm {
  const form = useForm<ProductWish>({
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
  useFocusOnRefusal(form.errors)
  return form
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

/** Where a save is refused, the first field that is wrong is gone to: it may be far up the page. */
function useFocusOnRefusal(errors: ProductForm['errors']) {
  const count = Object.keys(errors).length
  const before = useRef(0)
  useEffect(() => {
    if (count > before.current) {
      const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')]
      const first = fields.find(({ dataset: { path = '' } }) => errors[path])
      first?.scrollIntoView({ block: 'center' })
      first?.focus({ preventScroll: true })
    }
    before.current = count
  }, [count, errors])
}
