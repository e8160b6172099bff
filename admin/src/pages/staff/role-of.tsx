import { Button, Select, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import { ConfirmModal } from '../../components/confirm-button.tsx'
import { useSave } from '../../components/use-save.ts'
import { useCan, useMe } from '../../session/me.ts'
import { shop } from '../../shop.ts'

interface RoleOfProps {
  readonly user: Schemas['User']
  readonly roles: readonly Schemas['Role'][]
}

/** Somebody's role by its name; for who may, with a way to give another one. */
export function RoleOf({ user, roles }: RoleOfProps) {
  const me = useMe()
  const can = useCan()
  const [isOpen, setOpen] = useState(false)
  const [role, setRole] = useState(user.role)
  const saving = useSave({
    save: () =>
      shop.patch('/admin/users/{userId}', {
        path: { userId: user.id },
        body: { role },
        version: user.version,
      }),
    done: `${user.name} has another role now.`,
    refresh: ['/admin/users'],
    isQuiet: true,
  })
  const name = roles.find(({ id }) => id === user.role)?.name ?? user.role
  if (user.id === me.id || !can('staff:write')) return <span>{name}</span>
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${name}: give ${user.name} another role`}
        onClick={(event) => {
          event.stopPropagation()
          setOpen(true)
        }}
      >
        {name}
      </Button>
      <ConfirmModal
        isOpen={isOpen}
        close={() => setOpen(false)}
        title={`Which role for ${user.name}?`}
        confirmLabel="Give this role"
        onConfirm={() => saving.saveAsync()}
      >
        <Select
          label="Role"
          data={[
            ...roles
              .filter(({ id }) => id !== 'customer')
              .map(({ id, name }) => ({ value: id, label: name })),
            { value: 'customer', label: 'Customer (no longer staff)' },
          ]}
          value={role}
          allowDeselect={false}
          onChange={(chosen) => setRole(chosen ?? user.role)}
        />
        <Text size="sm" c="dimmed">
          It counts in their next request. You cannot give what you may not do yourself.
        </Text>
      </ConfirmModal>
    </>
  )
}
