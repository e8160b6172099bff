import type { Ctx } from '#context'
import { permitted, recently } from '#http/access.ts'
import { route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { Line, Nullable, named, PageOf, Prose, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import { permissionList } from './ports.ts'
import { BUILT_IN, type BuiltInRole, builtIn, expand, type Role } from './roles.ts'
import { changeRole, createRole, deleteRole, needOwnRole, ownRoles } from './save-role.ts'
import { staffFaults } from './staff-faults.ts'
import { identityFaults } from './user.ts'

const PERMISSIONS_MAX = 500
const PERMISSION_CHARS_MAX = 80
const NAME_CHARS_MAX = 60
const DESCRIPTION_CHARS_MAX = 500

/** `manager`, or the id of a role of the shop's own. */
export const RoleRef = Type.String({
  minLength: 1,
  maxLength: 60,
  description: 'A built-in role such as `manager`, or the id of one of your own',
})

/** The names of permissions, as they come in. */
export const PermissionNames = Type.Array(Type.String({ minLength: 1, maxLength: PERMISSION_CHARS_MAX }), {
  maxItems: PERMISSIONS_MAX,
})

const fields = {
  name: Line(NAME_CHARS_MAX),
  description: Type.Optional(Prose(DESCRIPTION_CHARS_MAX)),
  permissions: PermissionNames,
}
const NewRole = named('NewRole', Shape(fields))
const RolePatch = named('RolePatch', Type.Partial(NewRole, { additionalProperties: false }))

const RoleView = named(
  'Role',
  Shape({
    id: Type.String({ description: 'What accounts name their role by' }),
    name: Type.String(),
    description: Type.String(),
    builtIn: Type.Boolean({ description: 'Every shop has it, and it cannot be changed' }),
    permissions: Type.Array(Type.String()),
    createdAt: Nullable(Timestamp),
    updatedAt: Nullable(Timestamp),
    version: Nullable(Type.Integer()),
  }),
)

const PermissionView = named(
  'Permission',
  Shape({ name: Type.String(), description: Type.String({ description: 'What it lets its holder do' }) }),
)

const params = Shape({ roleId: RoleRef })
const revision = async (ctx: Ctx, { roleId = '' }: Readonly<Record<string, string>>) =>
  (await needOwnRole(ctx, roleId)).revision
const writeFaults = [staffFaults.unknownPermissions, staffFaults.beyondYours, staffFaults.roleNameTaken]

export const rolesRoutes = [
  route({
    method: 'GET',
    path: '/admin/permissions',
    summary: 'List all permissions there are, with what each allows',
    access: permitted('staff:read'),
    replies: { 200: PageOf(PermissionView) },
    handle: (ctx) => ({
      data: [...ctx.use(permissionList)].map(([name, description]) => ({ name, description })),
      next: null,
    }),
  }),
  route({
    method: 'GET',
    path: '/admin/roles',
    summary: 'List the roles, the built-in ones first, with what each allows',
    access: permitted('staff:read'),
    replies: { 200: PageOf(RoleView) },
    async handle(ctx) {
      const fixed = Object.entries(BUILT_IN).map(([id, role]) => toBuiltInView(ctx, id, role))
      return { data: [...fixed, ...(await ownRoles(ctx)).map((role) => toView(ctx, role))], next: null }
    },
  }),
  route({
    method: 'POST',
    path: '/admin/roles',
    summary: 'Make a role of your own',
    description: 'It can hold what you may do yourself, and no more.',
    access: recently(permitted('staff:write')),
    body: NewRole,
    replies: { 201: RoleView },
    faults: [...writeFaults, staffFaults.tooManyRoles],
    handle: async (ctx, { body }) => toView(ctx, await createRole(ctx, { description: '', ...body })),
  }),
  route({
    method: 'GET',
    path: '/admin/roles/:roleId',
    summary: 'Read a role and what it allows',
    access: permitted('staff:read'),
    params,
    replies: { 200: RoleView },
    faults: [identityFaults.roleMissing],
    async handle(ctx, { params: { roleId } }) {
      const fixed = builtIn(roleId)
      return fixed ? toBuiltInView(ctx, roleId, fixed) : toView(ctx, await needOwnRole(ctx, roleId))
    },
  }),
  route({
    method: 'PATCH',
    path: '/admin/roles/:roleId',
    summary: 'Change a role of your own',
    description: 'Counts in the next request of everybody who has it.',
    access: recently(permitted('staff:write')),
    params,
    body: RolePatch,
    replies: { 200: RoleView },
    faults: [...writeFaults, identityFaults.roleMissing, staffFaults.roleBuiltIn],
    revision,
    handle: async (ctx, { params: { roleId }, body }) => toView(ctx, await changeRole(ctx, roleId, body)),
  }),
  route({
    method: 'DELETE',
    path: '/admin/roles/:roleId',
    summary: 'Delete a role of your own that nobody has any more',
    access: permitted('staff:write'),
    params,
    replies: { 204: null },
    faults: [
      identityFaults.roleMissing,
      staffFaults.roleBuiltIn,
      staffFaults.roleHeld,
      staffFaults.beyondYours,
    ],
    revision,
    handle: (ctx, { params: { roleId } }) => deleteRole(ctx, roleId),
  }),
]

const spelledOut = (ctx: Ctx, { permissions }: BuiltInRole | Role): string[] => [
  ...expand(permissions, ctx.use(permissionList)),
]

const toView = (ctx: Ctx, role: Role): Static<typeof RoleView> => ({
  id: role.id,
  name: role.name,
  description: role.description,
  builtIn: false,
  permissions: spelledOut(ctx, role),
  createdAt: toTimestamp(role.createdAt),
  updatedAt: toTimestamp(role.updatedAt),
  version: role.revision,
})

const toBuiltInView = (ctx: Ctx, id: string, role: BuiltInRole): Static<typeof RoleView> => ({
  id,
  name: role.name,
  description: role.description,
  builtIn: true,
  permissions: spelledOut(ctx, role),
  createdAt: null,
  updatedAt: null,
  version: null,
})
