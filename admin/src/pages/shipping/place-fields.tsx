import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Card } from '../../components/card.tsx'
import { COUNTRIES } from '../../countries.ts'
import { shop } from '../../shop.ts'
import { PlaceRows } from './place-rows.tsx'
import type { ZoneWish } from './zone-wish.ts'

type Form = UseFormReturnType<ZoneWish>

const EU = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'.split(' ')

/** Where the zone lies: a name, whole countries, and parts of them. */
export const PlaceFields = ({ form, zoneId }: { form: Form; zoneId: string | undefined }) => (
  <Card title="Where" lead="A place lies in one zone only. Parts of a country go before the country itself.">
    <Stack>
      <TextInput
        label="Name"
        description="For you, such as Domestic or Europe"
        required
        maxLength={100}
        {...form.getInputProps('name')}
      />
      <Countries form={form} zoneId={zoneId} />
      <PlaceRows
        form={form}
        path="regions"
        label="Regions"
        what="region"
        description="As addresses name them, such as CA, NY. Press Enter after each"
        placeholder="CA"
      />
      <PlaceRows
        form={form}
        path="postcodes"
        label="Postcodes"
        what="postcodes"
        description="How they begin: SW1 is SW1A 1AA too. Press Enter after each"
        placeholder="SW1"
      />
    </Stack>
  </Card>
)

/** Those of other zones are shown as theirs, and cannot be taken twice. */
function Countries({ form, zoneId }: { form: Form; zoneId: string | undefined }) {
  const { countries } = form.values
  const taken = useTaken(zoneId)
  const toItem = ({ value, label }: { value: string; label: string }) => {
    const zone = taken.get(value)
    return { value, label: zone ? `${label} (in ${zone})` : label, disabled: zone !== undefined }
  }
  const missing = EU.filter((code) => !taken.has(code) && !countries.includes(code))
  return (
    <div>
      <MultiSelect
        label="Countries"
        description="Type to find one"
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Take all countries away' }}
        hidePickedOptions
        nothingFoundMessage="No country is called that"
        maxDropdownHeight={280}
        data={[
          { group: 'Where no other zone fits', items: [toItem({ value: '*', label: 'Rest of the world' })] },
          { group: 'Countries', items: COUNTRIES.map(toItem) },
        ]}
        {...form.getInputProps('countries')}
      />
      {missing.length > 0 && (
        <Group mt={6}>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => form.setFieldValue('countries', [...countries, ...missing])}
          >
            Add the European Union
          </Button>
        </Group>
      )}
    </div>
  )
}

/** Which zone has a country already, by the country's code. */
function useTaken(zoneId: string | undefined): ReadonlyMap<string, string> {
  const { data } = useQuery(shop.query('/admin/shipping-zones', { query: { limit: 100 } }))
  const others = data?.data.filter(({ id }) => id !== zoneId) ?? []
  return new Map(others.flatMap(({ name, countries }) => countries.map((code) => [code, name] as const)))
}
