import { ActionIcon, Button, Group, Input, Stack, TagsInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { Plus, Trash2 } from 'lucide-react'
import { CountrySelect } from '../../components/country-select.tsx'
import { newKey } from '../../new-key.ts'
import { useShop } from '../../session/me.ts'
import css from './shipping.module.css'
import type { ZoneWish } from './zone-wish.ts'

interface PlaceRowsProps {
  readonly form: UseFormReturnType<ZoneWish>
  readonly path: 'regions' | 'postcodes'
  readonly label: string
  /** In buttons: `region`. */
  readonly what: string
  readonly description: string
  readonly placeholder: string
}

/** Parts of countries, country by country. */
export function PlaceRows({ form, path, label, what, description, placeholder }: PlaceRowsProps) {
  const { countryCode } = useShop()
  const rows = form.values[path]
  return (
    <Input.Wrapper label={label} labelElement="div" {...(rows.length > 0 && { description })}>
      <Stack gap="xs" mt={rows.length > 0 ? 6 : 2}>
        {rows.map(({ key }, at) => (
          <div key={key} className={css.places}>
            <div>
              <CountrySelect
                label={undefined}
                aria-label={`Country of the ${what}`}
                {...form.getInputProps(`${path}.${at}.country`)}
              />
            </div>
            <div>
              <TagsInput
                aria-label={label}
                placeholder={rows[at]?.names.length === 0 ? placeholder : ''}
                acceptValueOnBlur
                splitChars={[',', ';', '\n']}
                maxTags={500}
                {...form.getInputProps(`${path}.${at}.names`)}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Take the ${what} away`}
              onClick={() => form.removeListItem(path, at)}
            >
              <Trash2 size={16} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => form.insertListItem(path, { key: newKey(), country: countryCode, names: [] })}
          >
            {rows.length > 0 ? `Add ${label.toLowerCase()} of another country` : `Add ${label.toLowerCase()}`}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}
