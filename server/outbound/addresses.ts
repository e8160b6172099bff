import { BlockList, isIP } from 'node:net'

/**
 * What is not the open internet: the special-purpose registries of the IANA
 * (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast and what is reserved.
 */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Link-local; cloud providers answer with credentials at 169.254.169.254.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's host, which answers virtual machines at a public address.
  '168.63.129.16/32',
]

/** All that is handed out to the world: https://www.iana.org/assignments/ipv6-address-space */
const OPEN_V6 = ['2000::/3']

/** Within it: special purposes, documentation, and what carries an IPv4 address inside (6to4, Teredo). */
const CLOSED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

export type Reach = 'open' | 'own' | 'closed'

/**
 * Where an address leads: to the open internet, to what the shop's owner named as their own, or to neither.
 * An IPv4 address within an IPv6 one is never open, so it does not matter how it is dressed.
 */
export function createReach(own: readonly string[]): (address: string) => Reach {
  const named = listOf(own)
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) return 'closed'
    if (named.check(address, family)) return 'own'
    if (family === 'ipv4') return closedV4.check(address) ? 'closed' : 'open'
    return openV6.check(address, family) && !closedV6.check(address, family) ? 'open' : 'closed'
  }
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const isV6 = isIP(address) === 6
    list.addSubnet(address, Number(bits ?? (isV6 ? 128 : 32)), isV6 ? 'ipv6' : 'ipv4')
  }
  return list
}

const closedV4 = listOf(CLOSED_V4)
const openV6 = listOf(OPEN_V6)
const closedV6 = listOf(CLOSED_V6)
