import type { Operation } from './api.kit.ts'
import { holdsPasswordHash, passwordsIn, tokensIn } from './secrets.kit.ts'
import type { Answer, Sent } from './send.kit.ts'
import type { Written } from './shop.kit.ts'

/** A request, its answer, and what the shop did meanwhile. */
export interface Exchange {
  readonly operation: Operation
  readonly sent: Sent
  readonly answer: Answer
  readonly writes: readonly Written[]
  readonly log: readonly string[]
  /** Tokens that count right now; no reply says them again. */
  readonly tokens: readonly string[]
}

/** What every address can answer, whatever it says of itself, and why. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  'http.malformed': 'an address or a body that cannot be read',
  'http.not_found': 'another method, or an address that leads elsewhere',
  'http.address_too_long': 'before there is a route',
  'http.headers_too_large': 'before there is a route',
  'http.unsupported_type': 'a content type where there is no body to be, or a content encoding',
  'http.too_large': 'a body where none is wanted',
  'http.no_precondition': 'If-Match where nothing has a version',
  'http.timeout': 'a body that does not come',
  'page.bad_cursor': 'an `after` that no page before gave',
}

/**
 * Troubles that are not ours, or pass. (Not `store.contended`: where one request comes at a time, there is
 * nobody to contend with.)
 */
const PASSING = ['http.busy', 'openid.provider_away', 'openid.provider_broken']

/**
 * What a refused request may have written, by collection, and with which answers: that somebody was there,
 * and what has to be remembered of a refusal for the next one.
 */
const REMEMBERED: Readonly<Record<string, RegExp>> = {
  // Where and when a session or a key was last used.
  sessions: /./,
  'api-key-uses': /./,
  // Answers under an Idempotency-Key, and those that are past their time.
  'idempotency-keys': /./,
  // That somebody guesses.
  'audit-log': /^(identity|passkey|second_factor|openid)\./,
  // What is good for one try, or for a few.
  tickets: /^(identity|passkey)\./,
  'passkey-challenges': /^passkey\./,
  'openid-flows': /^openid\./,
  'second-factors': /^second_factor\.wrong_code$/,
  // A checkout whose card was declined: everything that was held for it is let go of again.
  ...Object.fromEntries(
    [
      'carts',
      'orders',
      'stock',
      'stock-movements',
      'promotion-uses',
      'promotion-customer-uses',
      'events',
      'tasks',
    ].map((name) => [name, /^payment\.declined$/]),
  ),
}

/** The addresses whose replies hand out a token: they are there for it. */
const HANDS_OUT = [
  ...['/api/register', '/api/login', '/api/login/second-factor', '/api/invitations/acceptance'],
  ...['/api/password-resets/confirmation', '/api/magic-links/confirmation', '/api/admin/sign-in-links'],
  ...[
    '/api/passkeys/sign-in',
    '/api/openid/sign-in',
    '/api/openid/{provider}/start',
    '/api/me/identities/start',
  ],
  ...['/api/email-verifications/confirmation', '/api/me/email/confirmation', '/api/admin/api-keys'],
  // The offline mailbox is read by whoever has the permission, links included.
  ...['/api/admin/mailbox', '/api/admin/mailbox/{mailId}'],
]

/** What is wrong with the exchange. Nothing, as a rule. */
export function judge(exchange: Exchange): string[] {
  const { answer } = exchange
  if (answer.status === 0) return ['There was no answer.']
  const body = bodyOf(answer)
  return [
    ...judgeStatus(exchange, body),
    ...(answer.status < 400 ? judgeReply(exchange, body) : judgeProblem(exchange, body)),
    ...(answer.status < 400 ? [] : judgeWrites(exchange, body)),
    ...judgeReplySecrets(exchange),
    ...judgeLog(exchange),
  ]
}

interface Body {
  readonly isJson: boolean
  readonly isProblem: boolean
  readonly value: unknown
}

function bodyOf({ headers, text }: Answer): Body {
  const type = String(headers['content-type'] ?? '')
  const isProblem = type.startsWith('application/problem+json')
  const isJson = isProblem || type.startsWith('application/json')
  try {
    return { isJson, isProblem, value: isJson && text ? JSON.parse(text) : undefined }
  } catch {
    return { isJson: false, isProblem, value: undefined }
  }
}

const codeOf = ({ value }: Body): string => String((value as { code?: unknown } | undefined)?.code)

function judgeStatus({ answer: { status, text }, log }: Exchange, body: Body): string[] {
  if (status < 500 || (body.isProblem && PASSING.includes(codeOf(body)))) return []
  return [`It was answered with ${status}: ${text.slice(0, 300)}\n${log.join('').slice(0, 3_000)}`]
}

function judgeReply({ operation, sent, answer }: Exchange, body: Body): string[] {
  const { status } = answer
  if (!sent.isAsMeant) return []
  if (status === 304)
    return sent.headers['if-none-match'] ? [] : ['304, though nothing was said to be known.']
  if (!operation.statuses.includes(status)) return [`The status ${status} is not declared.`]
  const wrong = operation.complain(status, body.value)
  return wrong ? [`The reply is not as declared: ${wrong}`] : []
}

function judgeProblem({ operation, sent, answer }: Exchange, body: Body): string[] {
  const { status, text } = answer
  if (sent.method === 'HEAD' && text === '') return []
  if (!body.isProblem || body.value === undefined)
    return [`${status} without a problem: ${text.slice(0, 200)}`]
  const problem = body.value as Record<string, unknown>
  const wrong = ['type', 'title', 'code', 'detail', 'requestId'].filter(
    (key) => typeof problem[key] !== 'string',
  )
  if (wrong.length > 0 || problem.status !== status) return [`Not a whole problem: ${text.slice(0, 300)}`]
  const code = codeOf(body)
  const isDeclared = operation.codes.get(status)?.includes(code) || Object.hasOwn(EVERYWHERE, code)
  return isDeclared || sent.method !== operation.method
    ? []
    : [`The code ${code} (${status}) is not declared.`]
}

function judgeWrites({ writes }: Exchange, body: Body): string[] {
  const code = codeOf(body)
  const changed = writes.filter(({ collection }) => !REMEMBERED[collection]?.test(code))
  const list = changed.map(({ op, collection, id }) => `${op} ${collection}/${id}`)
  return list.length > 0 ? [`Refused with ${code}, but it wrote: ${list.join(', ')}`] : []
}

function judgeReplySecrets({ operation, sent, answer, tokens }: Exchange): string[] {
  const said = `${answer.text}\n${JSON.stringify(answer.headers)}`
  const found = tokensIn(said).filter((token) => !JSON.stringify(sent).includes(token))
  const isHandedOut = answer.status < 400 && HANDS_OUT.includes(operation.path)
  const isChallenge = answer.status === 401 || answer.status === 403
  return [
    ...(holdsPasswordHash(said) ? ['The reply holds the hash of a password.'] : []),
    ...(tokens.some((token) => said.includes(token)) ? ['The reply holds a token that counts.'] : []),
    ...(found.length > 0 && !isHandedOut && !isChallenge
      ? [`The reply holds a token: ${found.join(', ')}`]
      : []),
    ...(passwordsOf(sent).some((each) => said.includes(each)) ? ['The reply quotes the password.'] : []),
  ]
}

function judgeLog({ sent, log, tokens }: Exchange): string[] {
  const said = log.join('')
  return [
    ...(holdsPasswordHash(said) ? ['The log holds the hash of a password.'] : []),
    ...(tokensIn(said).length > 0 || tokens.some((token) => said.includes(token))
      ? [`The log holds a token: ${said.slice(0, 1_000)}`]
      : []),
    ...(passwordsOf(sent).some((each) => said.includes(each)) ? ['The log quotes the password.'] : []),
  ]
}

/** As they stand in JSON, too. */
function passwordsOf({ payload }: Sent): string[] {
  try {
    return passwordsIn(JSON.parse(payload ?? 'null'))
      .filter((each) => payload?.split(each).length === 2)
      .flatMap((each) => [each, JSON.stringify(each).slice(1, -1)])
  } catch {
    return []
  }
}
