import { NetworkError, ShopError } from '@marketsquare/sdk'

interface Explained {
  readonly title: string
  readonly message: string
}

/** What the shop's own words say to a program, said to somebody who works here. */
const BY_CODE: Readonly<Record<string, Explained>> = {
  'access.forbidden': {
    title: 'Your role does not allow this',
    message: 'Ask the owner of the shop for the permission, or let somebody do it who has it.',
  },
  'access.step_up_needed': {
    title: 'Nothing was done',
    message: 'This needs a proof that it is you. Try again and confirm it.',
  },
  'access.unauthenticated': {
    title: 'You were signed out',
    message: 'Sign in again. What you typed stays here if you do that in another tab.',
  },
  'http.precondition_failed': {
    title: 'Somebody else was faster',
    message: 'This was changed since you opened it. Load what is saved now, then make your change again.',
  },
  'http.invalid': {
    title: 'Some of it is not as it must be',
    message: 'Look at the fields that are marked.',
  },
  'http.too_many': {
    title: 'Too many requests',
    message: 'Wait a moment, then try again.',
  },
  'http.not_found': { title: 'It is not there', message: 'It may have been deleted meanwhile.' },
}

/** An error as a person understands it, with what to do next. */
export function explain(error: unknown): Explained {
  if (error instanceof NetworkError) {
    const message = 'Check your connection, then try again. Nothing that you typed is lost.'
    return { title: 'The shop cannot be reached', message }
  }
  if (!(error instanceof ShopError)) {
    return {
      title: 'Something went wrong on this page',
      message: 'Load the page anew. If it stays, tell us.',
    }
  }
  const known = BY_CODE[error.code]
  if (known) return known
  const { detail, requestId } = error.problem
  if (error.status < 500) return { title: 'That did not work', message: detail }
  const trace = requestId ? ` It is logged as ${requestId}.` : ''
  return { title: 'The shop has a problem', message: `${detail} Try again in a moment.${trace}` }
}

export const isStale = (error: unknown): boolean =>
  error instanceof ShopError && error.code === 'http.precondition_failed'

/** Which fields were refused, by their paths as forms know them: `variants.0.sku`. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ShopError)) return {}
  const refused = error.problem.errors ?? []
  return Object.fromEntries(refused.map(({ field, reason }) => [field, toSentence(reason)]))
}

/** What a schema says of a value, by its beginning, as a person says it; `$1` is its figure. */
const IN_WORDS: readonly (readonly [said: RegExp, inWords: string])[] = [
  [/^must NOT have fewer than 1 (characters|items)$/, 'Fill this in'],
  [/^must NOT have fewer than (\d+) characters$/, 'At least $1 characters'],
  [/^must NOT have fewer than (\d+) items$/, 'At least $1'],
  [/^must NOT have more than (\d+) characters$/, 'At most $1 characters'],
  [/^must NOT have more than (\d+) items$/, 'At most $1'],
  [/^must be >= (-?[\d.]+)$/, 'Not less than $1'],
  [/^must be > (-?[\d.]+)$/, 'More than $1'],
  [/^must be <= (-?[\d.]+)$/, 'Not more than $1'],
  [/^must match pattern .*$/, 'This is not of the form that is wanted'],
  [/^must have required property .*$/, 'Fill this in'],
]

function toSentence(reason: string): string {
  const [said, inWords] = IN_WORDS.find(([pattern]) => pattern.test(reason)) ?? []
  const text = said && inWords ? reason.replace(said, inWords) : reason
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
