import { Button, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Me, useCan, useMe } from '../session/me.ts'
import { shop } from '../shop.ts'
import { ConfirmModal } from './confirm-button.tsx'
import { useSave } from './use-save.ts'

const CUSTOMER = 'customer'

function useRoles() {
  const can = useCan()
  const roles = useQuery({
    ...shop.query('/admin/roles'),
    enabled: can('staff:read'),
    staleTime: 60_000,
  }).data?.data
  /** Those who may not read the roles see the built-in ones' ids, which are words as well. */
  const nameOf = (id: string): string => {
    const name = roles?.find((role) => role.id === id)?.name ?? id
    return name.charAt(0).toUpperCase() + name.slice(1)
  }
  return { roles, nameOf }
}

/** A role by its name. */
export const RoleName = ({ id }: { id: string }) => <span>{useRoles().nameOf(id)}</span>

/** Somebody's role by its name; for who may, with a way to give another one. Nobody changes their own. */
export function RoleOf({ user }: { user: Me }) {
  const me = useMe()
  const can = useCan()
  const { roles, nameOf } = useRoles()
  const [isOpen, setOpen] = useState(false)
  const [role, setRole] = useState(user.role)
  const path = { userId: user.id }
  const saving = useSave({
    save: () => shop.patch('/admin/users/{userId}', { path, body: { role }, version: user.version }),
    done: `${user.name} has another role now. It counts from their next click on.`,
    refresh: ['/admin/users'],
    isQuiet: true,
  })
  const name = nameOf(user.role)
  if (!roles || user.id === me.id || !can('staff:write')) return <span>{name}</span>
  const choices = roles
    .filter(({ id }) => id !== CUSTOMER)
    .map(({ id }) => ({ value: id, label: nameOf(id) }))
  const none = user.role === CUSTOMER ? nameOf(CUSTOMER) : `${nameOf(CUSTOMER)} (no longer staff)`
  const open = () => {
    setRole(user.role)
    setOpen(true)
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        w="max-content"
        aria-label={`${name}: give ${user.name} another role`}
        onClick={open}
      >
        {name}
      </Button>
      <ConfirmModal
        isOpen={isOpen}
        close={() => setOpen(false)}
        title={`Which role for ${user.name}?`}
        confirmLabel="Give this role"
        onConfirm={async () => role !== user.role && saving.saveAsync()}
      >
        <Select
          label="Role"
          description={roles.find(({ id }) => id === role)?.description}
          data={[...choices, { value: CUSTOMER, label: none }]}
          value={role}
          onChange={(chosen) => setRole(chosen ?? user.role)}
        />
        <Text size="sm" c="dimmed">
          You cannot give what you may not do yourself.
        </Text>
      </ConfirmModal>
    </>
  )
}
