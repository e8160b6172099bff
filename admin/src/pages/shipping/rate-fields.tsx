import { Input, NumberInput, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { MoneyInput } from '../../components/money-input.tsx'
import { StepFields } from './step-fields.tsx'
import type { ZoneWish } from './zone-wish.ts'

const DAYS_MAX = 365
const TYPES = [
  { value: 'flat', label: 'Fixed' },
  { value: 'by_weight', label: 'By weight' },
  { value: 'by_price', label: 'By value' },
]

/** One rate: what customers read, what it costs, how long it takes. */
export function RateFields({ form, at }: { form: UseFormReturnType<ZoneWish>; at: number }) {
  const type = form.values.rates[at]?.price.type
  const of = (field: string) => form.getInputProps(`rates.${at}.${field}`)
  const days = { min: 0, max: DAYS_MAX, allowDecimal: false, hideControls: true }
  return (
    <Stack mt="xs">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <TextInput label="Name" required placeholder="Standard" maxLength={100} {...of('name')} />
        <TextInput label="Description" placeholder="Tracked parcel" maxLength={500} {...of('description')} />
      </SimpleGrid>
      <Input.Wrapper label="What it costs" labelElement="div" error={of('price').error}>
        <SegmentedControl fullWidth mt={4} aria-label="What it costs" data={TYPES} {...of('price.type')} />
      </Input.Wrapper>
      {type === 'flat' ? (
        <MoneyInput label="Price" required description="0 is free" maw={220} {...of('price.amount')} />
      ) : (
        <StepFields form={form} at={at} isByWeight={type === 'by_weight'} />
      )}
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <MoneyInput label="Free over" placeholder="Never" {...of('freeOver')} />
        <NumberInput label="Days, at the earliest" {...days} {...of('minDays')} />
        <NumberInput label="Days, at the latest" {...days} {...of('maxDays')} />
      </SimpleGrid>
    </Stack>
  )
}
