import { Button, Group, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSave } from '../../components/use-save.ts'
import { type Me, useCan, useMe } from '../../session/me.ts'
import { shop } from '../../shop.ts'

function useRoles() {
  const can = useCan()
  return useQuery({ ...shop.query('/admin/roles'), enabled: can('staff:read'), staleTime: 60_000 }).data?.data
}

/** By its name; those who may not read the roles see the built-in ones' ids, which are words as well. */
export function RoleName({ id }: { id: string }) {
  const roles = useRoles()
  const name = roles?.find((role) => role.id === id)?.name ?? id
  return <span>{name.charAt(0).toUpperCase() + name.slice(1)}</span>
}

/** What the account may do in the shop. Nobody changes that of their own. */
export function RoleForm({ user }: { user: Me }) {
  const can = useCan()
  const me = useMe()
  const roles = useRoles() ?? []
  const [role, setRole] = useState(user.role)
  const path = { userId: user.id }
  const changing = useSave({
    save: (next: string) =>
      shop.patch('/admin/users/{userId}', { path, body: { role: next }, version: user.version }),
    keep: shop.query('/admin/users/{userId}', { path }).queryKey,
    refresh: ['/admin/users'],
    done: 'The role is changed. It counts from their next click on.',
  })
  if (!can('staff:write') || me.id === user.id) {
    return (
      <Text size="sm">
        <RoleName id={user.role} />
      </Text>
    )
  }
  const description = roles.find(({ id }) => id === role)?.description
  return (
    <Group align="flex-start" gap="xs">
      <Select
        aria-label="Role"
        flex={1}
        data={roles.map(({ id, name }) => ({
          value: id,
          label: name.charAt(0).toUpperCase() + name.slice(1),
        }))}
        value={role}
        inputWrapperOrder={['input', 'description']}
        description={description}
        onChange={(next) => setRole(next ?? user.role)}
      />
      <Button
        variant="default"
        disabled={role === user.role}
        loading={changing.isSaving}
        onClick={() => changing.save(role)}
      >
        Change
      </Button>
    </Group>
  )
}
