import { Alert, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Schemas } from '@marketsquare/sdk'
import { DangerButton } from '../../components/danger-button.tsx'
import { Fact } from '../../components/detail-drawer.tsx'
import { DrawerForm } from '../../components/drawer-form.tsx'
import { PermissionPicker } from '../../components/permission-picker.tsx'
import { useSave } from '../../components/use-save.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'

type Role = Schemas['Role']
type Wish = { name: string; description: string; permissions: string[] }

const REFRESH = ['/admin/roles']

/** A role of one's own, new or known; a built-in one is only shown. */
export function RoleForm({ role, close }: { role: Role | undefined; close: () => void }) {
  const can = useCan()
  const isFixed = role?.builtIn === true || !can('staff:write')
  const form = useForm<Wish>({
    initialValues: {
      name: role?.name ?? '',
      description: role?.description ?? '',
      permissions: [...(role?.permissions ?? [])],
    },
  })
  const saving = useSave<Wish, Role>({
    save: (body) => save(role, body),
    done: ({ name }) => `${name} is saved. It counts in the next request of everybody who has it.`,
    refresh: REFRESH,
    isQuiet: true,
  })
  return (
    <DrawerForm
      title={role ? role.name : 'New role'}
      isOpen
      close={close}
      form={form}
      saving={saving}
      toInput={(values) => values}
      submitLabel={role ? 'Save the role' : 'Make the role'}
      isReadOnly={isFixed}
    >
      {role?.builtIn && <Alert color="gray">Every shop has this role, and it cannot be changed.</Alert>}
      {isFixed ? (
        <Fact label="What for">{role?.description || '–'}</Fact>
      ) : (
        <>
          <TextInput data-autofocus label="Name" required maxLength={60} {...form.getInputProps('name')} />
          <TextInput label="What for" maxLength={500} {...form.getInputProps('description')} />
        </>
      )}
      <PermissionPicker
        label="What it allows"
        value={form.values.permissions}
        onChange={(permissions) => form.setFieldValue('permissions', permissions)}
        error={form.errors.permissions as string | undefined}
        isDisabled={isFixed}
      />
      {role && !isFixed && <DeleteRole role={role} close={close} />}
    </DrawerForm>
  )
}

const save = (role: Role | undefined, body: Wish): Promise<Role> =>
  role
    ? shop.patch('/admin/roles/{roleId}', {
        path: { roleId: role.id },
        body,
        ...(role.version !== null && { version: role.version }),
      })
    : shop.post('/admin/roles', { body })

function DeleteRole({ role, close }: { role: Role; close: () => void }) {
  const deleting = useSave({
    save: () => shop.delete('/admin/roles/{roleId}', { path: { roleId: role.id } }),
    done: `${role.name} is deleted.`,
    refresh: REFRESH,
    onSaved: close,
    isQuiet: true,
  })
  return (
    <Group>
      <DangerButton
        label="Delete the role"
        title={`Delete ${role.name}?`}
        confirmLabel="Delete the role"
        onConfirm={() => deleting.saveAsync()}
      >
        It can be deleted once nobody has it any more.
      </DangerButton>
    </Group>
  )
}
