import type { Answer, Question } from './ask-route.ts'
import { toScriptJson } from './escape.ts'

/** What a page asks for first, found for it: as the client's cache of queries takes it. */
export interface Found {
  readonly question: Question
  readonly answer: Answer | 'nobody'
}

/** The address that is asked, with its parameters filled in: the first half of a query's key. */
export const addressOf = ({ path, params = {} }: Question): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))

/** A `<script>` with every answer that there is, under the key by which the client asks for it. */
export function renderFirstData(found: readonly Found[]): string {
  const queries = found.flatMap(({ question, answer }) => {
    const json = answer === 'nobody' ? 'null' : typeof answer === 'string' ? undefined : answer.json
    const key = JSON.stringify([addressOf(question), question.query ?? {}])
    return json === undefined ? [] : [`[${key},${json}]`]
  })
  const data = toScriptJson(`{"queries":[${queries.join()}]}`)
  return `<script type="application/json" id="first-data">${data}</script>`
}

/** Of JSON. What is parsed of it takes some times as much. */
const KEPT_CHARS_MAX = 4_000_000

/**
 * Parses answers; those that name their content by a tag once, since most pages have the same in them. Lists
 * change with every sale, so what nobody asks for any more has to go by its size.
 */
export function createReader(): (answer: Found['answer'] | undefined) => unknown {
  const kept = new Map<string, { readonly value: unknown; readonly chars: number }>()
  let chars = 0
  return (answer) => {
    if (typeof answer !== 'object') return undefined
    const { json, etag } = answer
    if (etag === undefined) return JSON.parse(json)
    const known = kept.get(etag)
    const found = known ?? { value: JSON.parse(json), chars: json.length }
    if (known) kept.delete(etag)
    else chars += found.chars
    kept.set(etag, found)
    for (const [oldest, each] of kept) {
      if (chars <= KEPT_CHARS_MAX) break
      kept.delete(oldest)
      chars -= each.chars
    }
    return found.value
  }
}
