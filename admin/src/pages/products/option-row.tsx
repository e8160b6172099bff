import { ActionIcon, TagsInput, TextInput, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import type { useOptions } from './use-options.ts'
import type { ProductForm } from './use-product-form.ts'
import css from './variants.module.css'

const USUAL = ['Size', 'Colour', 'Material']

interface OptionRowProps {
  readonly form: ProductForm
  readonly index: number
  readonly editing: ReturnType<typeof useOptions>
}

/** What is chosen by it, and its values. */
export function OptionRow({ form, index, editing }: OptionRowProps) {
  const option = form.values.options[index]
  if (!option) return null
  const called = option.name || `option ${index + 1}`
  return (
    <div className={css.option}>
      <TextInput
        label="Option"
        placeholder={USUAL[index] ?? 'Style'}
        maxLength={200}
        {...form.getInputProps(`options.${index}.name`)}
      />
      <TagsInput
        label={`Values of ${called}`}
        placeholder={option.values.length === 0 ? 'S, M, L' : ''}
        splitChars={[',']}
        styles={{ inputField: { minWidth: 48 } }}
        acceptValueOnBlur
        value={option.values}
        error={form.errors[`options.${index}.values`]}
        data-path={`options.${index}.values`}
        onChange={(values) => {
          form.clearFieldError(`options.${index}.values`)
          editing.setValues(
            index,
            values.map((value) => value.trim()).filter((value) => value !== ''),
          )
        }}
      />
      <Tooltip label={`Take ${called} away`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`Take ${called} away`}
          onClick={() => editing.remove(index)}
        >
          <X size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
