import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

// The README's tour, run as a reader would paste it: one shell for all blocks, against a shop that was just
// started.

const root = join(import.meta.dirname, '..')
/** Far more than it takes on an idle machine, which is some ten seconds. */
const TIMEOUT_MS = 240_000

const lacking = ['sh', 'curl', 'npm'].filter((tool) => spawnSync(tool, ['--version']).error)
const skip = lacking.length > 0 && `the tour needs ${lacking.join(' and ')}`

interface Block {
  readonly commands: string
  /** What the README says that they print; `…` stands for what differs each time. */
  readonly prints: string
}

interface Shop {
  readonly address: string
  readonly link: string
}

describe('the tour in the README', { skip, timeout: TIMEOUT_MS }, () => {
  let dataDir: string
  let server: ChildProcess | undefined
  let log = ''
  let blocks: readonly Block[]
  let outputs: readonly { text: string; status: string }[]
  let complaints: string

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'marketsquare-tour-'))
    const env = environment(dataDir)
    server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'server/main.ts'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    server.stdout?.on('data', (chunk: Buffer) => {
      log += chunk
    })
    const shop = await started(server, () => log)
    blocks = tourOf(await readFile(join(root, 'README.md'), 'utf8'))
    const script = blocks.map(({ commands }) => `${forShop(commands, shop)}\nprintf '\\036%s\\036' "$?"\n`)
    const { stdout, stderr } = await sh(script.join(''), env)
    const parts = stdout.split('\u001e')
    outputs = blocks.map((_, at) => ({ text: parts[2 * at] ?? '', status: parts[2 * at + 1] ?? 'not run' }))
    // The shop's own log, which it writes warnings and errors to, is one line of JSON for each.
    complaints = [stderr.replaceAll(/^npm (warn|notice).*\n/gm, ''), ...(log.match(/^\{.*$/gm) ?? [])].join(
      '',
    )
  })
  after(async () => {
    const stopped = new Promise((resolve) => server?.once('exit', resolve))
    if (server?.exitCode === null && server.kill('SIGTERM')) await stopped
    await rm(dataDir, { recursive: true, force: true })
  })

  it('has every block end well, without a complaint', () => {
    assert.equal(complaints, '')
    assert.deepEqual(
      outputs.map(({ status }) => status),
      blocks.map(() => '0'),
    )
  })

  it('prints what the README says, word for word', () => {
    for (const [at, { commands, prints }] of blocks.entries()) {
      const printed = outputs[at]?.text.trim() ?? ''
      const pattern = new RegExp(`^${prints.split('…').map(RegExp.escape).join('.+')}$`)
      assert.match(printed, pattern, `after\n${commands}`)
    }
  })

  it('sells, ships, writes to the customer, survives a declined card and imports', () => {
    const all = outputs.map(({ text }) => text).join('\n')
    for (const sight of [
      /^paid, payment captured$/m,
      /^Your order #\w{4}-\w{4} has been confirmed!$/m,
      /^fulfilled$/m,
      /^Tracking number: /m,
      /^402 payment\.declined$/m,
      /^ {2}3 products created, 0 updated, 0 unchanged\.$/m,
      /^done, /m,
    ]) {
      assert.match(all, sight)
    }
  })
})

/** The shell blocks of the tour, each with the block of text that follows it. */
function tourOf(readme: string): Block[] {
  const section = /^## A tour.*?(?=^## )/ms.exec(readme)?.[0] ?? ''
  const fences = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
  const found = fences.flatMap(([, language, commands = ''], at) => {
    if (language !== 'sh') return []
    const [, next, prints = ''] = fences[at + 1] ?? []
    return [{ commands, prints: next === 'text' ? prints.trim() : '' }]
  })
  assert.ok(found.length > 10, 'the README has a tour with shell blocks')
  return found
}

/** The same commands for this shop: its address, and the link that its start printed. */
const forShop = (commands: string, { address, link }: Shop): string =>
  commands.replaceAll('http://localhost:4000', address).replace(/^link='.*'$/m, () => `link='${link}'`)

/** What the start tells, once it has told all of it and answers. */
async function started(server: ChildProcess, told: () => string): Promise<Shop> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The shop did not start:\n${told()}`)
    const address = /open at (http:\S+)/.exec(told())?.[1]
    const link = /^\s*(http:\S+token=mln_\w+)$/m.exec(told())?.[1]
    if (address && link && (await fetch(`${address}/readyz`)).ok) return { address, link }
    await pause(50)
  }
}

/** As on a fresh clone, but for the port and the place of the data. */
const environment = (dataDir: string): NodeJS.ProcessEnv => {
  const { NODE_TEST_CONTEXT: _context, ...inherited } = process.env
  return {
    ...inherited,
    PATH: `${dirname(process.execPath)}${delimiter}${inherited.PATH}`,
    NO_PROXY: 'localhost,127.0.0.1',
    no_proxy: 'localhost,127.0.0.1',
    ...Object.fromEntries(['HOST', 'PUBLIC_URL', 'ADMIN_EMAIL', 'ADMIN_PASSWORD'].map((name) => [name, ''])),
    SEED: 'demo',
    TEST_PAYMENTS: 'on',
    NODE_ENV: 'development',
    LOG_LEVEL: 'warn',
    PORT: '0',
    DATA_DIR: dataDir,
  }
}

function sh(script: string, env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  const options = { cwd: root, env, timeout: TIMEOUT_MS - 30_000 }
  const shell = spawn('sh', ['-c', script], { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  shell.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text
  })
  shell.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  return new Promise((resolve) => shell.once('close', () => resolve({ stdout, stderr })))
}
