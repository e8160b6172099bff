import { Button, Group, List, Text } from '@mantine/core'
import { Plus } from 'lucide-react'
import { Card } from '../../components/card.tsx'
import { ConfirmModal } from '../../components/confirm-button.tsx'
import { countOf, VARIANTS_MAX } from './combine.ts'
import { OptionRow } from './option-row.tsx'
import { titleOf } from './product-wish.ts'
import { useOptions } from './use-options.ts'
import type { ProductForm } from './use-product-form.ts'
import { VariantsGrid } from './variants-grid.tsx'

const OPTIONS_MAX = 5
const SHOWN_MAX = 12

/** What can be chosen of a product, and what each choice costs. */
export function VariantsCard({ form }: { form: ProductForm }) {
  const { options, variants } = form.values
  const editing = useOptions(form)
  const lead =
    options.length === 0
      ? 'It comes in one way only. Add an option where people choose: a size, a colour.'
      : `${variants.length} of at most ${VARIANTS_MAX}, one for each choice. Empty stock counts as 0.`
  return (
    <Card title={options.length === 0 ? 'Price and stock' : 'Variants'} lead={lead}>
      {options.map((option, index) => (
        <OptionRow key={option.key} form={form} index={index} editing={editing} />
      ))}
      {options.length > 0 && <Actions form={form} editing={editing} />}
      {editing.problem && (
        <Text role="alert" size="sm" c="red">
          {editing.problem}
        </Text>
      )}
      <VariantsGrid form={form} onRemove={editing.removeVariant} />
      {options.length === 0 && <Actions form={form} editing={editing} />}
      <Removal form={form} editing={editing} />
    </Card>
  )
}

type Editing = ReturnType<typeof useOptions>

function Actions({ form, editing }: { form: ProductForm; editing: Editing }) {
  const { options, variants } = form.values
  const missing = countOf(options) - variants.length
  return (
    <Group gap="xs">
      {options.length < OPTIONS_MAX && (
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={editing.add}
        >
          {options.length === 0 ? 'Add an option' : 'Add another option'}
        </Button>
      )}
      {missing > 0 && variants.length + missing <= VARIANTS_MAX && (
        <Button variant="subtle" size="xs" onClick={editing.complete}>
          {missing === 1 ? 'Add the combination left out' : `Add the ${missing} combinations left out`}
        </Button>
      )}
    </Group>
  )
}

/** Variants that people may have in their carts go only once somebody has seen which. */
function Removal({ form, editing: { asked, forget, confirm } }: { form: ProductForm; editing: Editing }) {
  const removed = asked?.removed ?? []
  const rest = removed.length - SHOWN_MAX
  return (
    <ConfirmModal
      isOpen={asked !== undefined}
      close={forget}
      title={removed.length === 1 ? 'Remove this variant?' : `Remove ${removed.length} variants?`}
      confirmLabel={removed.length === 1 ? 'Remove the variant' : `Remove ${removed.length} variants`}
      isDangerous
      onConfirm={async () => confirm()}
    >
      <Text size="sm">
        Once you save, these and their stock are gone, also from carts. Orders keep what they know.
      </Text>
      <List size="sm">
        {removed.slice(0, SHOWN_MAX).map((row) => (
          <List.Item key={row.key}>
            {titleOf(asked?.before ?? form.values.options, row)}
            {row.sku && ` (${row.sku})`}
          </List.Item>
        ))}
      </List>
      {rest > 0 && <Text size="sm">{`… and ${rest} more.`}</Text>}
    </ConfirmModal>
  )
}
