import { Checkbox, Code, Input, Paper, Stack, Text } from '@mantine/core'
import type { ReplyOf } from '@marketsquare/sdk'
import { useQuery } from '@tanstack/react-query'
import { toLabel } from '../json-schema.ts'
import { useCan } from '../session/me.ts'
import { shop } from '../shop.ts'
import { Loaded } from './loaded.tsx'
import css from './permission-picker.module.css'

type Permission = ReplyOf<'get', '/admin/permissions'>['data'][number]

interface PermissionPickerProps {
  readonly label: string
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
  readonly error?: string | undefined
  /** Only what is chosen is shown, to be read. */
  readonly isDisabled?: boolean
}

/** Permissions in groups by what they are about. Nobody can give what they do not have. */
export function PermissionPicker(props: PermissionPickerProps) {
  const { label, value, onChange, error, isDisabled = false } = props
  const found = useQuery(shop.query('/admin/permissions'))
  return (
    <Input.Wrapper
      label={label}
      error={error}
      labelElement="div"
      {...(!isDisabled && { description: 'Only what you may do yourself can be given.' })}
    >
      <Loaded query={found}>
        {({ data }) => (
          <Stack gap="sm" mt="xs">
            {[...Map.groupBy(data, areaOf)].map(([area, permissions]) =>
              isDisabled ? (
                <Given key={area} area={area} permissions={permissions} value={value} />
              ) : (
                <Area key={area} area={area} permissions={permissions} value={value} onChange={onChange} />
              ),
            )}
            {isDisabled && value.length === 0 && <Text size="sm">Nothing of the staff’s.</Text>}
          </Stack>
        )}
      </Loaded>
    </Input.Wrapper>
  )
}

const BOX = { input: css.box ?? '' }

const areaOf = ({ name }: Permission): string => name.split(':')[0] ?? name

interface AreaProps extends Pick<PermissionPickerProps, 'value'> {
  readonly area: string
  readonly permissions: readonly Permission[]
}

/** All of an area at once, or one by one. */
function Area({ area, permissions, value, onChange }: AreaProps & Pick<PermissionPickerProps, 'onChange'>) {
  const can = useCan()
  const names = permissions.map(({ name }) => name).filter(can)
  const chosen = names.filter((name) => value.includes(name))
  const isAll = names.length > 0 && chosen.length === names.length
  const set = (changed: readonly string[], isOn: boolean) =>
    onChange([...value.filter((name) => !changed.includes(name)), ...(isOn ? changed : [])])
  return (
    <Paper component="fieldset" p="sm" m={0} radius="md" aria-label={toLabel(area)}>
      <Stack gap={10}>
        <Checkbox
          classNames={BOX}
          label={<strong>{toLabel(area)}</strong>}
          aria-label={`All of ${toLabel(area)}`}
          checked={isAll}
          indeterminate={!isAll && chosen.length > 0}
          disabled={names.length === 0}
          onChange={(event) => set(names, event.currentTarget.checked)}
        />
        {permissions.map(({ name, description }) => (
          <Checkbox
            key={name}
            classNames={BOX}
            ms={28}
            label={description}
            description={<Code>{name}</Code>}
            checked={value.includes(name)}
            disabled={!can(name)}
            onChange={(event) => set([name], event.currentTarget.checked)}
          />
        ))}
      </Stack>
    </Paper>
  )
}

function Given({ area, permissions, value }: AreaProps) {
  const given = permissions.filter(({ name }) => value.includes(name))
  if (given.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {toLabel(area)}
      </Text>
      {given.map(({ name, description }) => (
        <Text key={name} size="sm" c="dimmed">
          {description}
        </Text>
      ))}
    </div>
  )
}
