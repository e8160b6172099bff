import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
import { parseAllDocuments } from 'yaml'

export const root = join(import.meta.dirname, '..')
export const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

// biome-ignore lint/suspicious/noExplicitAny: whatever a file holds
export type Yaml = any

/** Every document of a YAML file, with `<<` and anchors resolved; fails on whatever the parser has to say. */
export function yamlIn(path: string): Yaml[] {
  const documents = parseAllDocuments(textOf(path), { merge: true })
  assert.ok(Array.isArray(documents), `${path} is empty`)
  return documents.map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings].map(String), [], path)
    return document.toJS()
  })
}

export const yamlFiles = ['compose.yaml', ...globSync('deploy/**/*.{yml,yaml}', { cwd: root })].sort()

/** The names that the configuration reads. */
export const variables = new Set(
  globSync(['server/config.ts', 'server/config/*.ts'], { cwd: root })
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => {
      const text = textOf(path)
      const plain = text.matchAll(/\b(?:env\.|(?:oneOf|integer)\(')([A-Z][A-Z_]+)\b/g)
      const secret = text.matchAll(/readSecret\(env, '([A-Z_]+)'/g)
      return [
        ...plain,
        ...[...secret].flatMap(
          ([, name]) =>
            [
              ['', name],
              ['', `${name}_FILE`],
            ] as const,
        ),
      ]
    })
    .map(([, name = '']) => name)
    .concat('ADMIN_EMAIL', 'ADMIN_PASSWORD'),
)
/** Those of Node and npm. */
export const TOOLS = ['NODE_COMPILE_CACHE', 'NPM_CONFIG_CACHE', 'NPM_CONFIG_LOGS_MAX']

export type Env = Record<string, string>

/** Lines of `NAME=value`, as environment files have them. */
export const envIn = (text: string): Env =>
  Object.fromEntries(
    [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  )

/** What the shop is given, by where that is said. Whoever deploys it fills in what is empty. */
export function environments(): Record<string, Env> {
  const { shop, image } = { shop: composeShop(), image: dockerfileEnv() }
  const unit = textOf('deploy/systemd/marketsquare.service').matchAll(/^Environment=(.*)$/gm)
  const documents = manifests().map(({ document }) => document)
  const [{ stringData }] = yamlIn('deploy/kubernetes/secret.example.yaml')
  const settings = documents.find(({ kind }) => kind === 'ConfigMap').data
  return {
    Dockerfile: image,
    'compose.yaml': { ...image, ...shop },
    'deploy/systemd': {
      ...Object.fromEntries(
        [...unit].flatMap(([, line = '']) => line.split(' ').map((each) => each.split('='))),
      ),
      ...envIn(textOf('deploy/systemd/environment.example')),
    },
    'deploy/kubernetes': {
      ...image,
      ...settings,
      ...stringData,
      ...Object.fromEntries(podsIn(documents).flatMap(envOfPod)),
    },
  }
}

const envOfPod = ({ spec }: Yaml): [string, string][] =>
  spec.containers[0].env?.map(({ name, value }: Yaml) => [name, value]) ?? []

/** As `docker compose` would, from the example's names. */
export function composeShop(): Env {
  const given = envIn(textOf('deploy/compose.env.example'))
  const environment: Env = yamlIn('compose.yaml')[0].services['shop-1'].environment
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, interpolate(String(value), given)]),
  )
}

const interpolate = (text: string, given: Env): string =>
  text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, word?: string) => {
    if (kind !== '-') assert.ok(name in given, `deploy/compose.env.example has no ${name}`)
    return given[name] || (kind === '-' ? (word ?? '') : filledIn(name))
  })

export const filledIn = (name: string) => `${name.toLowerCase().replaceAll('_', '')}-as-long-as-it-has-to-be`

export const isSecret = (name: string) => /SECRET_KEY$|PASSWORD$/.test(name)

export const dockerfile = DockerfileParser.parse(textOf('Dockerfile'))

const dockerfileEnv = (): Env =>
  Object.fromEntries(
    dockerfile
      .getENVs()
      .flatMap((env) => env.getProperties().map((each) => [each.getName(), each.getValue() ?? ''])),
  )

export const manifests = (): { path: string; document: Yaml }[] =>
  globSync('deploy/kubernetes/*.yaml', { cwd: root })
    .filter((path) => basename(path) !== 'kustomization.yaml')
    .sort()
    .flatMap((path) => yamlIn(path).map((document) => ({ path, document })))

/** The pods of all workloads. */
export const podsIn = (documents: readonly Yaml[]): Yaml[] =>
  documents.flatMap(({ spec }) => spec?.template ?? spec?.jobTemplate?.spec.template ?? [])
