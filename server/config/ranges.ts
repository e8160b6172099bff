import { isIP } from 'node:net'

/** Addresses and ranges, divided by commas. */
export function readRanges(text: string | undefined, problems: string[]): string[] {
  const ranges = (text ?? '').split(',').flatMap((each) => each.trim() || [])
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const isRange =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 6 ? 128 : 32))
    if (isIP(address) === 0 || !isRange) {
      problems.push(`OUTBOUND_ALLOW: "${range}" is not an address or range such as 10.1.0.0/16.`)
    }
  }
  return ranges
}
