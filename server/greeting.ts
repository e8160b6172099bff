import type { Config } from '#config'

interface Greeting {
  readonly address: string
  readonly seeded: boolean
  readonly link: string | undefined
  /** How many processes serve; one is not worth a word. */
  readonly processes?: number
}

/** What whoever starts the shop is told once it is open. */
export function toGreeting(
  { role, dataDir, pages: { mode } }: Config,
  { address, ...opened }: Greeting,
): string {
  const { seeded, link, processes = 1 } = opened
  const demo = seeded ? ' (filled with the demo shop; SEED=none starts empty)' : ''
  const pages = [
    `  Marketsquare is open at ${address}`,
    ...(processes > 1 ? [`  Serving with ${processes} processes`] : []),
    ...(mode === 'off'
      ? []
      : [`  Storefront              ${address}/`, `  Admin                   ${address}/admin`]),
    `  API reference           ${address}/docs`,
    `  Products                ${address}/api/products`,
  ]
  const work = [
    `  Marketsquare works in the background; how it is, is open at ${address}`,
    ...(processes > 1 ? [`  Working with ${processes} processes`] : []),
    `  How it is               ${address}/readyz`,
  ]
  const lines = [
    '',
    ...(role === 'worker' ? work : pages),
    `  Data                    ${dataDir}${demo}`,
    ...(link ? ['', '  Become its owner with this link, once, within a day:', `  ${link}`] : []),
    '',
  ]
  return lines.join('\n')
}
