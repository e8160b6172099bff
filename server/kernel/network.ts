import { isIPv6 } from 'node:net'

/** Whoever has one address of IPv6 has 2^64 of them (RFC 6177), so these count as one place. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? []
  const first = head.split(':').filter((part) => part !== '')
  const last = tail === undefined ? [] : tail.split(':').filter((part) => part !== '')
  const whole = [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last]
  const prefix = whole.slice(0, 4).map((part) => Number.parseInt(part, 16).toString(16))
  return `${prefix.join(':')}::/64`
}
