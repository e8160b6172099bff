import { Button, Group, NumberInput, Stack, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { CountrySelect } from '../../components/country-select.tsx'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { MoneyInput } from '../../components/money-input.tsx'
import { useSave } from '../../components/use-save.ts'
import { fieldErrors } from '../../explain.ts'
import { useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { QuoteAnswer } from './quote-answer.tsx'

const GRAMS_PER_KG = 1000
const EXAMPLE = { kilograms: 1, goods: 5000 }

type Wish = {
  address: { countryCode: string; region: string; postalCode: string }
  kilograms: number | string
  goods: number | null
}

/** What a customer at an address would be offered, and why. */
export function WhyThisRate() {
  const { countryCode, currency } = useShop()
  const form = useForm<Wish>({
    initialValues: { address: { countryCode, region: '', postalCode: '' }, ...EXAMPLE },
  })
  const asking = useSave<Wish, Schemas['ShippingQuote']>({
    save: ({ address: { region, postalCode, ...address }, kilograms, goods }) =>
      shop.post('/admin/shipping-zones/quotes', {
        body: {
          address: { ...address, region: region.trim() || null, postalCode: postalCode.trim() || null },
          weightGrams: Math.round(Number(kilograms) * GRAMS_PER_KG),
          goods: { amount: goods ?? 0, currency },
        },
      }),
    isQuiet: true,
  })
  const [answer, setAnswer] = useState<Schemas['ShippingQuote']>()
  const ask = form.onSubmit((wish) =>
    asking.saveAsync(wish).then(setAnswer, (error) => {
      setAnswer(undefined)
      form.setErrors(fieldErrors(error))
    }),
  )
  return (
    <Card title="Why this rate?" lead="Try an address: what is its customer offered, and because of what?">
      <form onSubmit={ask} noValidate>
        <Stack gap="sm">
          <Fields form={form} />
          <Button type="submit" variant="light" loading={asking.isSaving}>
            Find its rates
          </Button>
        </Stack>
      </form>
      <div aria-live="polite">
        {asking.error ? <FaultAlert error={asking.error} shownFields={Object.keys(form.errors)} /> : null}
        {answer && <QuoteAnswer quote={answer} />}
      </div>
    </Card>
  )
}

const Fields = ({ form }: { form: UseFormReturnType<Wish> }) => (
  <>
    <CountrySelect {...form.getInputProps('address.countryCode')} />
    <Group grow align="flex-start" gap="sm">
      <TextInput label="Region" placeholder="CA" maxLength={50} {...form.getInputProps('address.region')} />
      <TextInput
        label="Postcode"
        placeholder="94103"
        maxLength={20}
        {...form.getInputProps('address.postalCode')}
      />
    </Group>
    <Group grow align="flex-start" gap="sm">
      <NumberInput
        label="Weight"
        suffix=" kg"
        min={0}
        decimalScale={3}
        hideControls
        {...form.getInputProps('kilograms')}
      />
      <MoneyInput label="Goods for" {...form.getInputProps('goods')} />
    </Group>
  </>
)
