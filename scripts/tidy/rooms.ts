/**
 * The rooms of the house and who may import whom. A room is a folder of the server, one module, or a single
 * file at the top of the server; see docs/architecture.md.
 */

/** Test code may import everything, and may be longer. It is told by its name alone. */
export const isTestCode = (path: string): boolean =>
  path.startsWith('server/testing/') ||
  /(^|\/)(fixtures?|conformance)(\/|\.ts$)/.test(path) ||
  /\.(test|child|kit|model|fixtures?)\.tsx?$/.test(path) ||
  /\.conformance(\.[\w-]+)?\.ts$/.test(path)

/**
 * `server/store/sqlite/x.ts` is in `store`, `server/modules/carts/x.ts` in `modules/carts`, `sdk/x.ts` in
 * `sdk`.
 */
export function roomOf(path: string): string {
  const steps = path.split('/')
  if (steps[0] !== 'server') return steps[0] ?? path
  if (steps[1] === 'modules' && steps.length > 3) return `modules/${steps[2]}`
  return (steps[1] ?? path).replace(/\.ts$/, '')
}

/** Which rooms each room may import besides itself. Rooms not named here may import everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  store: ['kernel'],
  context: ['kernel', 'store'],
  http: ['kernel', 'store', 'context'],
  work: ['kernel', 'store', 'context'],
  outbound: ['kernel'],
  config: ['kernel', 'http', 'store'],
  logger: ['kernel', 'config'],
  module: ['kernel', 'store', 'http', 'work', 'context', 'config'],
  pages: ['kernel', 'store', 'http', 'context', 'config'],
  sdk: [],
  // From ours the pages know only the SDK, as a package.
  storefront: [],
  admin: [],
}

const MODULES_MAY_IMPORT = ['kernel', 'store', 'http', 'work', 'outbound', 'context', 'module']

/** Written for browsers. */
export const isOfPages = (path: string): boolean => ['storefront', 'admin'].includes(roomOf(path))

/** What is never shipped may use what tests use. */
const DEVELOPERS_ROOMS: ReadonlySet<string> = new Set(['bench', 'scripts', 'e2e'])

/** Why the file may not import the target, with what to do; undefined where it may. */
export function refuseImport(from: string, target: string, order: readonly string[]): string | undefined {
  const room = roomOf(from)
  const other = roomOf(target)
  if (isTestCode(from) || DEVELOPERS_ROOMS.has(room)) return undefined
  if (isTestCode(target)) return 'is test code. Only tests import it.'
  if (room === other) return undefined
  if (room.startsWith('modules/')) return refuseForModule(room.slice(8), target, order)
  if (room === 'adapters') return refuseForAdapter(target)
  if (room === 'pages' && other.startsWith('modules/')) return refuseInside(target)
  const allowed = MAY_IMPORT[room]
  if (!allowed || allowed.includes(other)) return undefined
  const may = allowed.length > 0 ? allowed.join(', ') : 'nothing of ours'
  return `is in "${other}"; "${room}" may import ${may}. Move what is needed down, or turn it into a port.`
}

function refuseForModule(name: string, target: string, order: readonly string[]): string | undefined {
  const other = roomOf(target)
  if (MODULES_MAY_IMPORT.includes(other)) return undefined
  if (!other.startsWith('modules/')) {
    return `is in "${other}"; a module may import ${MODULES_MAY_IMPORT.join(', ')} and earlier modules.`
  }
  const theirs = other.slice(8)
  if (order.indexOf(theirs) >= order.indexOf(name)) {
    return `belongs to a module that comes later. Have ${name} emit an event that ${theirs} listens for.`
  }
  return refuseInside(target)
}

function refuseInside(target: string): string | undefined {
  const other = roomOf(target)
  if (target === `server/${other}/index.ts`) return undefined
  return `is inside the module ${other.slice(8)}. Import its front door, #${other}/index.ts.`
}

function refuseForAdapter(target: string): string | undefined {
  const other = roomOf(target)
  if (other === 'kernel' || (other.startsWith('modules/') && !target.endsWith('/index.ts'))) return undefined
  return 'is no business of an adapter, which may import the kernel and the file of the one port it implements.'
}
