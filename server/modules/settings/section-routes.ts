import type { Ctx } from '#context'
import { permitted } from '#http/access.ts'
import { type Route, route } from '#http/route.ts'
import { moneyFaults } from '#kernel/money.ts'
import { named, Shape, type Static, Type } from '#kernel/schema.ts'
import { SECTION_FIELDS_MAX } from '#kernel/settings-section.ts'
import { changeSection, needSection, readSection } from './change-section.ts'
import { sectionFaults } from './section.ts'
import { type DeclaredSection, settingsSections } from './section-registry.ts'
import { settingsFaults } from './settings.ts'

const Fields = Type.Record(Type.String(), Type.Unknown())

const SectionView = named(
  'SettingsSection',
  Shape({
    name: Type.String({ description: 'As its address calls it' }),
    title: Type.String(),
    description: Type.String(),
    schema: Type.Record(Type.String(), Type.Unknown(), {
      description: 'JSON Schema of the values, with titles and defaults. Secrets have `x-secret`.',
    }),
    values: Type.Record(Type.String(), Type.Unknown(), {
      description: 'What holds now, but for secrets',
    }),
    secretsSet: Type.Array(Type.String(), { description: 'The secrets that are set' }),
    version: Type.Integer({ description: '0 until the section is first changed' }),
  }),
)

const params = Shape({ name: Type.String({ maxLength: 40 }) })

async function show(ctx: Ctx, declared: DeclaredSection): Promise<Static<typeof SectionView>> {
  const { title, description, schema } = declared.section
  const state = await readSection(ctx, declared)
  return {
    name: declared.name,
    title,
    description,
    schema: schema as unknown as Static<typeof Fields>,
    ...state,
    secretsSet: [...state.secretsSet],
  }
}

export const sectionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/admin/settings/sections',
    summary: 'List all that can be set, with schemas and values',
    description: 'A section for the shop, and one for each module and adapter that has something to set.',
    access: permitted('settings:read'),
    replies: { 200: Shape({ data: Type.Array(SectionView) }) },
    async handle(ctx) {
      const all = ctx.use(settingsSections).all()
      return { data: await Promise.all(all.map((declared) => show(ctx, declared))) }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/settings/sections/:name',
    summary: 'Read a section of the settings',
    access: permitted('settings:read'),
    params,
    replies: { 200: SectionView },
    faults: [sectionFaults.sectionMissing],
    handle: (ctx, { params: { name } }) => show(ctx, needSection(ctx, name)),
  }),
  route({
    method: 'PATCH',
    path: '/admin/settings/sections/:name',
    summary: 'Change settings of a section',
    description:
      'Only the fields that are named change; null puts one back to its default, and takes a secret away. ' +
      '`shop` is the same as `/admin/settings`, with the same rules.',
    access: permitted('settings:write'),
    params,
    body: Type.Record(Type.String(), Type.Unknown(), { minProperties: 1, maxProperties: SECTION_FIELDS_MAX }),
    replies: { 200: SectionView },
    faults: [sectionFaults.sectionMissing, ...Object.values(settingsFaults), moneyFaults.unknownCurrency],
    revision: async (ctx, { name = '' }) => (await readSection(ctx, needSection(ctx, name))).version,
    handle: async (ctx, { params: { name }, body }) => show(ctx, await changeSection(ctx, name, body)),
  }),
]
