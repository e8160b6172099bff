import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { FaultKind } from '../../server/kernel/fault.ts'

const MADE = '// Made by `npm run gen` from the routes. Do not edit.\n'

/** The types of everything that openapi.json describes, as `openapi-typescript` writes them. */
export function renderApiTypes(root: string, description: string): string {
  const generator = join(root, 'sdk/node_modules/.bin/openapi-typescript')
  const { status, stdout, stderr, error } = spawnSync(
    generator,
    ['--immutable', '--default-non-nullable=false'],
    {
      cwd: root,
      input: description,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  if (status !== 0) throw new Error(`openapi-typescript: ${error ?? stderr}`)
  return stdout
}

export const renderFaultCodes = (faults: readonly FaultKind[]): string => `${MADE}
/** Every code that the shop refuses by. Their meaning: docs/reference/errors.md */
export type FaultCode =
${faults.map(({ code }) => `  | '${code}'`).join('\n')}
`

interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>
}
interface Content {
  readonly schema?: { readonly $ref?: string; readonly properties?: object }
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: object }>> }
}

const JSON_TYPE = 'application/json'
/** What providers to sign in with post from their own pages; no client has to. */
const FORM_TYPE = 'application/x-www-form-urlencoded'

/** What has to be known of routes not only by types, but when the program runs. */
export function renderRouteTables(description: string): string {
  const { paths, components }: Description = JSON.parse(description)
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => ({ path: path.replace(/^\/api/, ''), method, ...it })),
  )
  const fieldsOf = (content?: Readonly<Record<string, Content>>): string[] => {
    const { $ref, properties } = content?.[JSON_TYPE]?.schema ?? {}
    return Object.keys(properties ?? components.schemas[$ref?.split('/').at(-1) ?? '']?.properties ?? {})
  }
  const uploads = all.filter(
    ({ requestBody: { content } = { content: {} } }) =>
      Object.keys(content).length > 0 && !(JSON_TYPE in content) && !(FORM_TYPE in content),
  )
  const signIns = all.filter(({ method, responses }) =>
    Object.values(responses).some(({ content }) => {
      const fields = fieldsOf(content)
      return method === 'post' && fields.includes('token') && fields.includes('user')
    }),
  )
  const row = (path: string, value: string) => `  '${path}': ${value},\n`
  return `${MADE}
/** How each address that takes a file is asked. */
export const UPLOADS = {
${uploads.map(({ path, method }) => row(path, `'${method.toUpperCase()}'`)).join('')}} as const

/** What signs somebody in by POST. True: it can put the token into a cookie, where \`cookie\` is set. */
export const SIGN_INS: Readonly<Record<string, boolean>> = {
${signIns.map(({ path, requestBody }) => row(path, String(fieldsOf(requestBody?.content).includes('cookie')))).join('')}}
`
}
