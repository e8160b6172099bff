import { useState } from 'react'
import { newKey } from '../../new-key.ts'
import { completeVariants, planVariants, VARIANTS_MAX } from './combine.ts'
import type { OptionWish, VariantWish } from './product-wish.ts'
import type { ProductForm } from './use-product-form.ts'

interface Asked {
  readonly before: readonly OptionWish[]
  readonly after: OptionWish[]
  readonly variants: VariantWish[]
  readonly removed: readonly VariantWish[]
}

/** Changes options, and with them the variants. What would remove known ones is asked about first. */
export function useOptions(form: ProductForm) {
  const [asked, ask] = useState<Asked>()
  const [problem, setProblem] = useState<string>()
  const { options, variants } = form.values

  const apply = (after: OptionWish[], rows: VariantWish[]) => {
    form.setFieldValue('options', after)
    form.setFieldValue('variants', rows)
  }
  const change = (after: OptionWish[]) => {
    const plan = planVariants(variants, options, after)
    setProblem(plan ? undefined : `That would be more than ${VARIANTS_MAX} variants.`)
    if (!plan) return
    if (plan.removed.some(({ id }) => id !== null)) ask({ before: options, after, ...plan })
    else apply(after, plan.variants)
  }
  const removeVariant = (key: string) => {
    const removed = variants.filter((row) => row.key === key)
    const rest = variants.filter((row) => row.key !== key)
    if (removed.some(({ id }) => id !== null))
      ask({ before: options, after: options, variants: rest, removed })
    else apply(options, rest)
  }
  return {
    asked,
    problem,
    removeVariant,
    add: () => form.setFieldValue('options', [...options, { key: newKey(), name: '', values: [] }]),
    remove: (index: number) => change(options.toSpliced(index, 1)),
    setValues: (index: number, values: string[]) =>
      change(options.map((option, at) => (at === index ? { ...option, values } : option))),
    complete: () => form.setFieldValue('variants', completeVariants(variants, options)),
    forget: () => ask(undefined),
    confirm: () => asked && apply(asked.after, asked.variants),
  }
}
