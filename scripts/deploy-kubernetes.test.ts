import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { STOREFRONT_PAGES } from '../server/pages/storefront.ts'
import { manifests, podsIn, root, textOf, type Yaml, yamlIn } from './deploy.fixture.ts'

const documents = manifests().map(({ document }) => document)
const named = (kind: string, name: string): Yaml =>
  documents.find((each) => each.kind === kind && each.metadata.name === name)
const ofKind = (kind: string): Yaml[] => documents.filter((each) => each.kind === kind)
const pods = podsIn(documents)

/** `networking.k8s.io/v1` → `networking/v1`, `v1` → `core/v1`: where kubernetes-types has it. */
const packageOf = (apiVersion: string): string => {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion]
  return `${group.split('.')[0]}/${version}`
}

/** Every document as a constant of its kind's type, by which the compiler names what is wrong with it. */
function toProgram(): string {
  const types = join(root, 'node_modules/kubernetes-types')
  const constants = manifests().map(
    ({ path, document: { apiVersion, kind, ...rest } }, at) =>
      `// ${path}\nconst it${at}: import('${types}/${packageOf(apiVersion)}.d.ts').${kind} = ` +
      JSON.stringify({ apiVersion, kind, ...rest }, null, 1),
  )
  return `${constants.join('\n')}\nexport {}\n`
}

describe('the manifests', () => {
  it('are what Kubernetes knows, field by field', () => {
    const dir = mkdtempSync(join(tmpdir(), 'marketsquare-manifests-'))
    try {
      const file = join(dir, 'manifests.ts')
      writeFileSync(file, toProgram())
      const flags =
        '--noEmit --strict --skipLibCheck --module nodenext --target esnext --types --ignoreConfig'
      const tsc = join(root, 'node_modules/.bin/tsc')
      const { status, stdout } = spawnSync(tsc, [...flags.split(' '), '--allowImportingTsExtensions', file], {
        encoding: 'utf8',
      })
      assert.equal(status, 0, stdout)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('are all applied, but the example of a secret', () => {
    const [{ resources }] = yamlIn('deploy/kubernetes/kustomization.yaml')
    const files = globSync('deploy/kubernetes/*.yaml', { cwd: root }).map((path) => basename(path))
    const others = ['kustomization.yaml', 'secret.example.yaml']
    assert.deepEqual([...resources].sort(), files.filter((each) => !others.includes(each)).sort())
  })

  it('have no namespace of their own, and each a name for itself', () => {
    const names = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    assert.deepEqual(names, [...new Set(names)])
    for (const { metadata } of documents) assert.equal(metadata.namespace, undefined)
  })

  it('run nothing as root, and let nothing be written but what is mounted', () => {
    assert.equal(pods.length, 3)
    for (const { spec } of pods) {
      assert.equal(spec.automountServiceAccountToken, false)
      assert.equal(spec.securityContext.runAsNonRoot, true)
      assert.equal(spec.securityContext.seccompProfile.type, 'RuntimeDefault')
      for (const container of spec.containers) {
        const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext
        assert.deepEqual(
          [allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities.drop],
          [false, true, ['ALL']],
        )
        assert.ok(container.resources.limits.memory && container.resources.requests.cpu)
        assert.ok(container.volumeMounts.some(({ mountPath }: Yaml) => mountPath === '/tmp'))
      }
    }
    const user = /^USER (\d+):/m.exec(textOf('Dockerfile'))?.[1]
    for (const { spec } of pods) assert.equal(String(spec.securityContext.runAsUser), user)
  })

  it('name only what there is: volumes, claims, settings, accounts, ports', () => {
    for (const { spec } of pods) {
      assert.ok(named('ServiceAccount', spec.serviceAccountName))
      const volumes = new Map<string, Yaml>(spec.volumes.map((each: Yaml) => [each.name, each]))
      for (const { persistentVolumeClaim: claim } of volumes.values()) {
        if (claim) assert.ok(named('PersistentVolumeClaim', claim.claimName), claim.claimName)
      }
      const [container] = spec.containers
      const mounted = container.volumeMounts.map(({ name }: Yaml) => name)
      assert.deepEqual([...new Set(mounted)].sort(), [...volumes.keys()].sort())
      for (const { configMapRef, secretRef } of container.envFrom) {
        assert.ok(named(configMapRef ? 'ConfigMap' : 'Secret', (configMapRef ?? secretRef).name))
      }
      const ports = container.ports?.map(({ name }: Yaml) => name) ?? []
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        if (container[probe]) assert.ok(ports.includes(container[probe].httpGet.port))
      }
    }
    const { rules, tls } = ofKind('Ingress')[0].spec
    assert.deepEqual(tls[0].hosts, [rules[0].host])
    assert.equal(named('ConfigMap', 'marketsquare').data.PUBLIC_URL, `https://${rules[0].host}`)
    for (const { backend } of rules[0].http.paths) assert.ok(named('Service', backend.service.name))
  })

  it('select pods that there are', () => {
    const labels = pods.map(({ metadata }) => metadata.labels)
    const selectors = [
      ...ofKind('Service').map(({ spec }) => spec.selector),
      ...[...ofKind('Deployment'), ...ofKind('PodDisruptionBudget')].map(
        ({ spec }) => spec.selector.matchLabels,
      ),
      ...ofKind('NetworkPolicy').map(({ spec }) => spec.podSelector.matchLabels),
    ]
    for (const selector of selectors) {
      const isMet = labels.some((each) =>
        Object.entries(selector).every(([name, value]) => each[name] === value),
      )
      assert.ok(isMet, JSON.stringify(selector))
    }
    for (const { spec } of ofKind('HorizontalPodAutoscaler')) {
      assert.ok(named(spec.scaleTargetRef.kind, spec.scaleTargetRef.name))
    }
  })

  it('replace nodes one by one, and ask them what they answer', () => {
    for (const { metadata, spec } of ofKind('Deployment')) {
      assert.equal(spec.strategy.rollingUpdate.maxUnavailable, 0)
      const [container] = spec.template.spec.containers
      assert.equal(container.readinessProbe.httpGet.path, '/readyz')
      // A database that is away is not mended by starting the shop again.
      assert.equal(container.livenessProbe.httpGet.path, '/healthz')
      assert.equal(container.startupProbe.httpGet.path, '/healthz')
      const budget = ofKind('PodDisruptionBudget').find((each) => each.metadata.name === metadata.name)
      assert.equal(budget?.spec.maxUnavailable, 1)
      const waits = Number(container.lifecycle?.preStop.exec.command.at(-1) ?? 0)
      const stopMs = Math.max(
        ...[...stopping().matchAll(/STOP_MAX_MS = ([\d_]+)/g)].map(([, ms = '']) =>
          Number(ms.replaceAll('_', '')),
        ),
      )
      assert.ok(stopMs > 0)
      assert.ok(spec.template.spec.terminationGracePeriodSeconds > waits + stopMs / 1_000)
    }
  })

  it('do not show figures and states to the world', () => {
    for (const { path, pathType } of letIn()) {
      // Whatever begins with `/` would be let in by it, `/metrics/` and `/%6detrics` among them.
      assert.notDeepEqual([path, pathType], ['/', 'Prefix'])
      assert.ok(!/^\/(metrics|readyz)/.test(path), path)
    }
    const [caddy, single] = ['Caddyfile', 'Caddyfile.single'].map((each) => textOf(`deploy/caddy/${each}`))
    // The shop answers with a slash at the end as well.
    const inside = '@inside path /metrics /metrics/* /readyz /readyz/*\n'
    assert.ok(caddy?.includes(inside) && single?.includes(inside))
  })

  it('let everybody to the pages, their files, the API and its description', () => {
    const isLetIn = (asked: string) =>
      letIn().some(
        ({ path, pathType }) => asked === path || (pathType === 'Prefix' && asked.startsWith(`${path}/`)),
      )
    const pages = STOREFRONT_PAGES.map(({ path }) => path.replace(/:\w+/g, 'x'))
    const files = globSync('storefront/public/**', { cwd: root, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => `/${relative(join(root, 'storefront/public'), join(each.parentPath, each.name))}`)
    const others = ['/admin', '/admin/orders/x', '/assets/x.js', '/robots.txt', '/sitemap.xml', '/healthz']
    const api = ['/api/products', '/docs', '/docs/errors', '/openapi.json']
    for (const path of [...pages, ...files, ...others, ...api]) assert.ok(isLetIn(path), path)
  })
})

const letIn = (): { path: string; pathType: string }[] =>
  ofKind('Ingress').flatMap(({ spec }) => spec.rules.flatMap(({ http }: Yaml) => http.paths))

/** The source that says how long a process may take to stop. */
const stopping = (): string =>
  globSync(['server/*.ts', 'server/cluster/*.ts'], { cwd: root }).map(textOf).join('\n')

describe('the units of systemd', () => {
  const units = globSync('deploy/systemd/*.{service,timer}', { cwd: root })
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
  const skip = hasSystemd ? false : 'systemd-analyze is not on this machine'

  it('are what systemd understands', { skip }, () => {
    const dir = mkdtempSync(join(tmpdir(), 'marketsquare-units-'))
    try {
      const files = units.map((path) => {
        const file = join(dir, basename(path))
        // The places that a machine has once it is set up.
        const text = textOf(path)
          .replace('/usr/bin/node', process.execPath)
          .replace(/^(WorkingDirectory)=.*$/m, '$1=/')
        writeFileSync(file, text)
        return file
      })
      assert.ok(files.length >= 3)
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...files], { encoding: 'utf8' })
      assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  it('start what npm start starts, and give it time to stop', () => {
    const text = textOf('deploy/systemd/marketsquare.service')
    const { scripts } = JSON.parse(textOf('package.json'))
    assert.ok(text.includes(`ExecStart=/usr/bin/${scripts.start}\n`))
    assert.match(text, /^TimeoutStopSec=30$/m)
    assert.match(text, /^ProtectSystem=strict$/m)
  })
})
