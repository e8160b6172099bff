import { parseArgs } from 'node:util'
import { STORE_KINDS, type StoreKind } from '../server/testing/open-store.ts'

export const WORKLOADS = [
  'page',
  'popular',
  'list',
  'search',
  'checkout',
  'orders',
  'orders-by-status',
  'my-orders',
] as const

export type WorkloadName = (typeof WORKLOADS)[number]

const USUAL: readonly WorkloadName[] = ['page', 'list', 'search', 'checkout']

export interface Options {
  readonly help: boolean
  /** Beside the store of 1,000 products also one of 100,000 products and 1,000,000 orders. */
  readonly large: boolean
  readonly rebuild: boolean
  /** One shop on each of these engines, loaded in turn; undefined: SQLite alone. */
  readonly stores: readonly StoreKind[] | undefined
  readonly workloads: readonly WorkloadName[]
  readonly concurrencies: readonly number[]
  readonly seconds: number
  readonly starts: number
  readonly profile: boolean
  readonly markdown: boolean
  /** Where the figures go as JSON. */
  readonly json: string | undefined
  readonly largeProducts: number
  readonly largeOrders: number
}

export const HELP = `npm run bench -- [options]

  --large               also measure a store of 100,000 products and 1,000,000 orders (built once, then kept)
  --rebuild             build the large store anew
  --stores a,b          one shop on each of ${STORE_KINDS.join(', ')}, and how often a checkout asks the database
  --only a,b            of ${WORKLOADS.join(', ')}
  --concurrency 1,8,32  how many clients at once
  --seconds 5           how long each measurement takes
  --starts 5            how often the start is timed; 0 leaves it out
  --json FILE           write the figures as JSON
  --markdown            print the tables as Markdown
  --profile             run the shop with a CPU profile, into bench/results/, and print where its time went
  --large-products N, --large-orders N   another size of large store, for work on the bench itself

BENCH_DIR is where stores are made (the system's directory for temporary files, if it is not set).`

/** Reads the command line. Throws a TypeError that says what is wrong with it. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      rebuild: { type: 'boolean', default: false },
      stores: { type: 'string' },
      only: { type: 'string' },
      concurrency: { type: 'string', default: '1,8,32' },
      seconds: { type: 'string', default: '5' },
      starts: { type: 'string', default: '5' },
      profile: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      json: { type: 'string' },
      'large-products': { type: 'string', default: '100000' },
      'large-orders': { type: 'string', default: '1000000' },
    },
  })
  const { help, large, rebuild, profile, markdown, json } = values
  const stores = readStores(values.stores)
  if (large && stores) throw new TypeError('--large is of SQLite alone: leave out --stores.')
  return {
    help,
    large,
    rebuild,
    stores,
    profile,
    markdown,
    json,
    workloads: readWorkloads(values.only) ?? (large ? WORKLOADS : USUAL),
    concurrencies: values.concurrency.split(',').map((text) => toNumber('concurrency', text, [1, 512])),
    seconds: toNumber('seconds', values.seconds, [0.1, 3_600]),
    starts: toNumber('starts', values.starts, [0, 100]),
    largeProducts: toNumber('large-products', values['large-products'], [1, 10_000_000]),
    largeOrders: toNumber('large-orders', values['large-orders'], [1, 100_000_000]),
  }
}

const readStores = (text: string | undefined): StoreKind[] | undefined =>
  text?.split(',').map((name) => {
    const known = STORE_KINDS.find((each) => each === name)
    if (known) return known
    throw new TypeError(`--stores ${name}: there are ${STORE_KINDS.join(', ')}.`)
  })

function readWorkloads(text: string | undefined): WorkloadName[] | undefined {
  return text?.split(',').map((name) => {
    const known = WORKLOADS.find((each) => each === name)
    if (known) return known
    throw new TypeError(`--only ${name}: there are ${WORKLOADS.join(', ')}.`)
  })
}

function toNumber(name: string, text: string, [min, max]: readonly [number, number]): number {
  const value = Number(text)
  if (text !== '' && value >= min && value <= max) return value
  throw new TypeError(`--${name} ${text}: must be a number from ${min} to ${max}.`)
}
