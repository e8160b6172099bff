import type { Reach } from './addresses.ts'
import { outboundFaults } from './port.ts'

export interface Address {
  readonly address: string
  readonly family: number
}

export type Resolve = (name: string) => Promise<readonly Address[]>

/** An address on the net that was looked at once, and the only one that the connection may go to. */
export interface Destination {
  readonly url: URL
  readonly addresses: readonly Address[]
}

export interface Rules {
  readonly reach: (address: string) => Reach
  readonly resolve: Resolve
}

const refused = (message: string) => outboundFaults.refused({ message })

/** Raises `outbound.refused`, or what the resolver raises. */
export async function checkDestination(url: URL, { reach, resolve }: Rules): Promise<Destination> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused(`The shop calls https:// addresses, not ${url.protocol.slice(0, 20)}`)
  }
  if (url.username !== '' || url.password !== '')
    throw refused('Leave the user and password out of the address.')
  const addresses = await addressesOf(url, resolve)
  const reaches = addresses.map(({ address }) => reach(address))
  // One that is closed among open ones is how a name is made to pass, too.
  if (addresses.length === 0 || reaches.includes('closed')) {
    throw refused(`${url.host} is not on the open internet. OUTBOUND_ALLOW can name it as one of your own.`)
  }
  if (url.protocol === 'http:' && reaches.includes('open')) {
    throw refused(`Call ${url.host} by https://: what goes by http:// can be read and changed on its way.`)
  }
  return { url, addresses }
}

/** The parser of addresses has turned `0x7f.1` and `2130706433` into `127.0.0.1` already. */
async function addressesOf(url: URL, resolve: Resolve): Promise<readonly Address[]> {
  const { hostname } = url
  if (hostname.startsWith('[')) return [{ address: hostname.slice(1, -1), family: 6 }]
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return [{ address: hostname, family: 4 }]
  return resolve(hostname)
}
