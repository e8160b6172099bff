import { type Call, type Commands, countOf, listOf } from '../call.ts'
import { CommandError } from '../errors.ts'
import { endTransaction } from '../sessions.ts'
import { checkInterrupted, waitFor } from '../statements.ts'
import { type Doc, isDoc, toNumber } from '../values.ts'

/** Waits for news, if the client knows how things are and says how long it wants to wait. */
async function hello(call: Call): Promise<Doc> {
  const { command, world, name } = call
  const { member } = world
  const known = command.topologyVersion
  if (known !== undefined && member.isCurrent(known)) {
    await waitFor({ ...call, deadline: undefined }, member.changed(), countOf(command, 'maxAwaitTimeMS') ?? 0)
  }
  const isLegacy = name !== 'hello'
  const { isWritablePrimary, ...rest } = member.hello()
  const role = isLegacy ? { helloOk: true, ismaster: isWritablePrimary } : { isWritablePrimary }
  return { ...role, ...rest }
}

const VERSIONS: Readonly<Record<number, readonly number[]>> = { 7: [7, 0, 14, 0], 8: [8, 0, 4, 0] }

function buildInfo({ world }: Call): Doc {
  const versionArray = VERSIONS[world.version] ?? []
  return {
    version: versionArray.slice(0, 3).join('.'),
    versionArray,
    gitVersion: 'stand-in',
    modules: [],
    maxBsonObjectSize: 16_777_216,
    storageEngines: ['memory'],
  }
}

function endSessions(call: Call): Doc {
  const ended = listOf(call.command, call.name)
  for (const lsid of ended) {
    const session = call.world.sessions.of(lsid)
    if (session) call.world.cursors.closeOf(session.key)
  }
  call.world.sessions.end(ended)
  return {}
}

const txnNumberOf = ({ command }: Call) => BigInt(toNumber(command.txnNumber) ?? -1)

/** Commits or aborts. What is still done in the session's name is waited for by its turn. */
function finish(call: Call): Doc {
  const { session, world, name } = call
  if (!session || call.command.txnNumber === undefined) {
    throw new CommandError('InvalidOptions', `${name} must be run within a transaction`)
  }
  checkInterrupted(call)
  endTransaction(world.storage, session, {
    txnNumber: txnNumberOf(call),
    commits: name === 'commitTransaction',
  })
  return {}
}

function replSetGetStatus({ world }: Call): Doc {
  const { setName, host, isPrimary } = world.member
  const stateStr = isPrimary ? 'PRIMARY' : 'SECONDARY'
  const self = { _id: 0, name: host, health: 1, state: isPrimary ? 1 : 2, stateStr, self: true }
  return { set: setName, date: new Date(world.clock.now()), myState: self.state, members: [self] }
}

const PARAMETERS = ['featureCompatibilityVersion', 'transactionLifetimeLimitSeconds']

function getParameter({ command, world }: Call): Doc {
  const asked = PARAMETERS.filter((name) => name in command)
  if (asked.length === 0) throw new CommandError('InvalidOptions', 'no option found to get')
  const values: Doc = {
    featureCompatibilityVersion: { version: `${world.version}.0` },
    transactionLifetimeLimitSeconds: world.transactionLifetimeMs / 1_000,
  }
  return Object.fromEntries(asked.map((name) => [name, values[name]]))
}

const HELLO_FIELDS = [
  'helloOk',
  'client',
  'compression',
  'topologyVersion',
  'maxAwaitTimeMS',
  'saslSupportedMechs',
  'speculativeAuthenticate',
  'loadBalanced',
  'backpressure',
  'forShell',
]

const anywhere = { needs: 'any' } as const
const greeting = { ...anywhere, fields: HELLO_FIELDS, run: hello }
const ending = {
  needs: 'primary',
  isAdmin: true,
  inTransaction: true,
  fields: ['recoveryToken', 'maxTimeMS'],
  run: finish,
} as const

/** The commands about the server, its sessions and its transactions. */
export const adminCommands: Commands = {
  hello: greeting,
  isMaster: greeting,
  ismaster: greeting,
  ping: { ...anywhere, fields: [], run: () => ({}) },
  buildInfo: { ...anywhere, fields: [], run: buildInfo },
  buildinfo: { ...anywhere, fields: [], run: buildInfo },
  endSessions: { ...anywhere, fields: [], run: endSessions },
  killSessions: { ...anywhere, fields: [], run: endSessions },
  refreshSessions: { ...anywhere, fields: [], run: () => ({}) },
  connectionStatus: {
    ...anywhere,
    fields: ['showPrivileges'],
    run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  },
  replSetGetStatus: { ...anywhere, isAdmin: true, fields: [], run: replSetGetStatus },
  getParameter: { ...anywhere, isAdmin: true, fields: PARAMETERS, run: getParameter },
  commitTransaction: ending,
  abortTransaction: ending,
}

export const isHello = (command: Doc): boolean =>
  isDoc(command) && ['hello', 'isMaster', 'ismaster'].includes(Object.keys(command)[0] ?? '')
