import { fileURLToPath } from 'node:url'

const MODES = ['build', 'serve', 'off'] as const

export interface PagesSettings {
  /**
   * `build`: built at the start where they changed, then served. `serve`: served as they were built before.
   * `off`: the API alone.
   */
  readonly mode: (typeof MODES)[number]
  /** The folder in which the rooms of the pages lie, `storefront` and `admin`. */
  readonly root: string
}

type Env = Readonly<Record<string, string | undefined>>

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Tests of the API have no use for pages, so under `NODE_ENV=test` there are none unless asked for. */
export function readPages(env: Env, problems: string[]): PagesSettings {
  const mode = env.PAGES || (env.NODE_ENV === 'test' ? 'off' : 'build')
  const known = MODES.find((each) => each === mode)
  if (!known) problems.push(`PAGES=${mode}: must be one of ${MODES.join(', ')}.`)
  return { mode: known ?? 'off', root: ROOT }
}
