import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'

type Env = Readonly<Record<string, string | undefined>>

/** One way to sign in at another house, as the environment names it: `OPENID_<NAME>_…`. */
export interface OpenidSettings {
  /** Part of addresses: `google`, `acme-works`. */
  readonly name: string
  /** Which manners the provider has; `issuer` for any that speaks plain OpenID Connect. */
  readonly kind: 'google' | 'github' | 'apple' | 'microsoft' | 'issuer'
  /** For the button: `Google`. */
  readonly label: string
  /** Where its discovery document lies; for GitHub, where its pages are. */
  readonly issuer: string
  readonly clientId: string
  readonly credential: SharedSecret | SigningKey
}

export interface SharedSecret {
  readonly kind: 'secret'
  readonly secret: string
}

/** What Apple takes in place of a secret: each request is vouched for with a key. */
export interface SigningKey {
  readonly kind: 'key'
  readonly teamId: string
  readonly keyId: string
  /** PKCS #8 in PEM, on the curve P-256. */
  readonly privateKey: string
}

const PRESETS: Readonly<Record<string, Pick<OpenidSettings, 'kind' | 'label' | 'issuer'>>> = {
  google: { kind: 'google', label: 'Google', issuer: 'https://accounts.google.com' },
  github: { kind: 'github', label: 'GitHub', issuer: 'https://github.com' },
  apple: { kind: 'apple', label: 'Apple', issuer: 'https://appleid.apple.com' },
  microsoft: {
    kind: 'microsoft',
    label: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/common/v2.0',
  },
}

const COMMON = ['ISSUER', 'CLIENT_ID', 'LABEL']
const SECRET = ['CLIENT_SECRET', 'CLIENT_SECRET_FILE']
const KEY = ['TEAM_ID', 'KEY_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_FILE']
/** `CLIENT_SECRET_FILE` before `CLIENT_SECRET`, so that the name is what stands before the whole of it. */
const ENDINGS = [...COMMON, ...SECRET, ...KEY, 'TENANT'].sort((a, b) => b.length - a.length)
const VARIABLE = new RegExp(`^OPENID_([A-Z][A-Z0-9_]{0,38}?)_(${ENDINGS.join('|')})$`)

const SECRET_CHARS_MAX = 10_000

/** Every provider that the environment names, in the order of their names. */
export function readOpenid(env: Env, problems: string[], production: boolean): readonly OpenidSettings[] {
  const names = new Set<string>()
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith('OPENID_') || !env[variable]) continue
    const name = VARIABLE.exec(variable)?.[1]
    if (name) names.add(name)
    else
      problems.push(`${variable}: is not known. Providers are set by OPENID_<NAME>_CLIENT_ID and the like.`)
  }
  return [...names].sort().flatMap((name) => readProvider(name, { env, problems, production }) ?? [])
}

interface Reading {
  readonly env: Env
  readonly problems: string[]
  readonly production: boolean
}

function readProvider(part: string, reading: Reading): OpenidSettings | undefined {
  const { env, problems } = reading
  const before = problems.length
  const name = part.toLowerCase().replaceAll('_', '-')
  const prefix = `OPENID_${part}_`
  const preset = PRESETS[name]
  const kind = preset?.kind ?? 'issuer'
  refuseOthers(prefix, kind, reading)
  const need = (ending: string): string => {
    const value = env[prefix + ending]
    if (!value) problems.push(`${prefix}${ending}: must be set for ${name} to be a way to sign in.`)
    return value ?? ''
  }
  const issuer = issuerOf(prefix, preset?.issuer ?? need('ISSUER'), env)
  checkIssuer(`${prefix}ISSUER`, issuer, reading)
  const credential =
    kind === 'apple'
      ? ({
          kind: 'key',
          teamId: need('TEAM_ID'),
          keyId: need('KEY_ID'),
          privateKey: readKey(prefix, reading),
        } as const)
      : ({ kind: 'secret', secret: readSecret(`${prefix}CLIENT_SECRET`, reading) } as const)
  const label = env[`${prefix}LABEL`] || (preset?.label ?? name)
  const clientId = need('CLIENT_ID')
  if (problems.length > before) return undefined
  return { name, kind, label, issuer, clientId, credential }
}

/** A variable that this provider has no use for is a mistake that would otherwise be silent. */
function refuseOthers(prefix: string, kind: OpenidSettings['kind'], { env, problems }: Reading): void {
  const known = [...COMMON, ...(kind === 'apple' ? KEY : SECRET), ...(kind === 'microsoft' ? ['TENANT'] : [])]
  for (const ending of ENDINGS) {
    if (env[prefix + ending] && !known.includes(ending)) {
      problems.push(`${prefix}${ending}: has no meaning here. Known are ${known.join(', ')}.`)
    }
  }
}

function issuerOf(prefix: string, fallback: string, env: Env): string {
  const tenant = env[`${prefix}TENANT`]
  const issuer = env[`${prefix}ISSUER`] || fallback
  return tenant ? issuer.replace('/common/', `/${encodeURIComponent(tenant)}/`) : issuer
}

/** In production a provider without TLS is only taken where OUTBOUND_ALLOW says that there are such. */
function checkIssuer(variable: string, issuer: string, { env, problems, production }: Reading): void {
  if (issuer === '') return
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.search || url.hash || url.username) {
    problems.push(`${variable}=${issuer}: must be an address such as https://id.example.`)
  } else if (url.protocol === 'http:' && production && !env.OUTBOUND_ALLOW) {
    problems.push(`${variable}=${issuer}: must begin with https://, or OUTBOUND_ALLOW name its network.`)
  }
}

/** From the variable itself or from the file that `<variable>_FILE` names. Never repeated in a message. */
function readSecret(variable: string, { env, problems }: Reading): string {
  const { [variable]: inline, [`${variable}_FILE`]: file } = env
  if (Boolean(inline) === Boolean(file)) {
    problems.push(`${variable}: set it or ${variable}_FILE, one of the two.`)
    return ''
  }
  const secret = file ? readSecretFile(`${variable}_FILE`, file, problems) : (inline ?? '')
  if (secret === undefined) return ''
  if (secret.length === 0 || secret.length > SECRET_CHARS_MAX) {
    problems.push(`${variable}: must have 1 to ${SECRET_CHARS_MAX} characters.`)
  }
  return secret
}

function readSecretFile(variable: string, file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    problems.push(`${variable}=${file}: cannot be read (${(error as { code?: string }).code}).`)
    return undefined
  }
}

function readKey(prefix: string, reading: Reading): string {
  const before = reading.problems.length
  // One line with `\n` in it is how a key with line breaks fits into most places that hold variables.
  const pem = readSecret(`${prefix}PRIVATE_KEY`, reading).replaceAll('\\n', '\n')
  if (reading.problems.length === before && !isP256(pem)) {
    reading.problems.push(
      `${prefix}PRIVATE_KEY: must be a private key in PEM on the curve P-256, as Apple gives it.`,
    )
  }
  return pem
}

function isP256(pem: string): boolean {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}
