import type { Names } from './names.ts'
import { aggregateTest, routesTest } from './test-templates.ts'

/** The files of a new module, as they lie in its folder. */
export const moduleFiles = (names: Names): Readonly<Record<string, string>> => ({
  'index.ts': frontDoor(names),
  'faults.ts': faultList(names),
  [`${names.file}.ts`]: aggregate(names),
  'collections.ts': collections(names),
  'routes.ts': routes(names),
  [`${names.file}.test.ts`]: aggregateTest(names),
  'routes.test.ts': routesTest(names),
})

/** The module list with the new one at its end. */
export function listModule(list: string, { folder, all }: Names): string {
  const lines = list.split('\n')
  const line = `import { ${all} } from './${folder}/index.ts'`
  const imports = lines.filter((each) => each.startsWith('import { '))
  const before = imports.find((each) => pathIn(each) > pathIn(line))
  const at = before ? lines.indexOf(before) : lines.lastIndexOf(imports.at(-1) ?? '') + 1
  const added = lines.toSpliced(at, 0, line).join('\n')
  if (!/\n\]/.test(added)) throw new Error('server/modules/index.ts has no list of modules to add to.')
  return added.replace(/\n\](?![\s\S]*\n\])/, `\n  ${all},\n]`)
}

const pathIn = (line: string) => line.split("'")[1] ?? ''

const frontDoor = ({
  all,
  folder,
  one,
  type,
  file,
  allWords,
}: Names) => `import type { Module } from '#module'
import { ${all} as ${one}Collection } from './collections.ts'
import { routes } from './routes.ts'

export { ${one}Faults } from './faults.ts'
export { type ${type}, ${one}Created } from './${file}.ts'

/** What ${allWords} are to the shop. */
export const ${all}: Module = {
  name: '${folder}',
  collections: [${one}Collection],
  routes,
  permissions: {
    '${folder}:read': 'See ${allWords}.',
    '${folder}:write': 'Create ${allWords}.',
  },
}
`

const faultList = ({ folder, one, words }: Names) => `import { faults } from '#kernel/fault.ts'

export const ${one}Faults = faults('${folder}', {
  missing: [404, 'There is no ${words} with this id.'],
})
`

const aggregate = ({
  type,
  one,
  file,
  prefix,
}: Names) => `import { type Change, change } from '#kernel/change.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { eventType } from '#kernel/event.ts'
import { Id, Line, named, Shape, type Static, Timestamp, Type } from '#kernel/schema.ts'
import type { Document } from '#store/collection.ts'

export interface ${type} extends Document {
  readonly name: string
  readonly createdAt: number
}

export const ${one}Created = eventType<{ name: string }>('${file}.created')

export const New${type} = named('New${type}', Shape({ name: Line() }))

export const ${type}Schema = named(
  '${type}',
  Shape({ id: Id('${prefix}'), name: Type.String(), createdAt: Timestamp, version: Type.Integer() }),
)

export function new${type}({ name }: Static<typeof New${type}>, at: { id: string; now: number }): Change<${type}> {
  const ${one}: ${type} = { id: at.id, revision: 0, name: name.trim(), createdAt: at.now }
  return change(${one}, ${one}Created(${one}.id, { name: ${one}.name }))
}

export const to${type} = ({ revision, createdAt, ...${one} }: ${type}): Static<typeof ${type}Schema> => ({
  ...${one},
  createdAt: toTimestamp(createdAt),
  version: revision,
})
`

const collections = ({
  all,
  type,
  folder,
  one,
  file,
}: Names) => `import { collection } from '#store/collection.ts'
import { ${one}Faults } from './faults.ts'
import type { ${type} } from './${file}.ts'

export const ${all} = collection<${type}, 'byCreation'>({
  name: '${folder}',
  missing: ${one}Faults.missing,
  indexes: { byCreation: { fields: ['-createdAt'] } },
})
`

const routes = (names: Names) => `import { permitted } from '#http/access.ts'
import { route } from '#http/route.ts'
import { newId } from '#kernel/id.ts'
import { mapPage, pageFaults } from '#kernel/page.ts'
import { Id, PageOf, PageQuery, Shape } from '#kernel/schema.ts'
import { ${names.all} } from './collections.ts'
import { ${names.one}Faults } from './faults.ts'
import { New${names.type}, new${names.type}, ${names.type}Schema, to${names.type} } from './${names.file}.ts'

export const routes = [
  route({
    method: 'GET',
    path: '/admin/${names.folder}',
    summary: 'List ${names.allWords}, the newest first',
    access: permitted('${names.folder}:read'),
    query: Shape(PageQuery),
    replies: { 200: PageOf(${names.type}Schema) },
    faults: [pageFaults.badCursor],
    handle: async (ctx, { query }) =>
      mapPage(await ctx.find(${names.all}, 'byCreation', query), to${names.type}),
  }),
  route({
    method: 'POST',
    path: '/admin/${names.folder}',
    summary: 'Create ${names.aWords}',
    access: permitted('${names.folder}:write'),
    body: New${names.type},
    replies: { 201: ${names.type}Schema },
    handle(ctx, { body }) {
      const id = newId('${names.prefix}', { now: () => ctx.now })
      return to${names.type}(ctx.save(${names.all}, new${names.type}(body, { id, now: ctx.now })))
    },
  }),
  route({
    method: 'GET',
    path: '/admin/${names.folder}/:${names.one}Id',
    summary: 'Read ${names.aWords}',
    access: permitted('${names.folder}:read'),
    params: Shape({ ${names.one}Id: Id('${names.prefix}') }),
    replies: { 200: ${names.type}Schema },
    faults: [${names.one}Faults.missing],
    async handle(ctx, { params: { ${names.one}Id: id } }) {
      const ${names.one} = await ctx.get(${names.all}, id)
      if (!${names.one}) throw ${names.one}Faults.missing({ details: { id } })
      return to${names.type}(${names.one})
    },
  }),
]
`
