type Env = Readonly<Record<string, string | undefined>>

export interface PasskeySettings {
  /** The domain that passkeys belong to, where it is a parent of the shop's host. */
  readonly domain: string | null
  /** Further pages and apps that may use them: `https://…`, `android:apk-key-hash:…`. */
  readonly origins: readonly string[]
}

const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/

export function readPasskeys(env: Env, problems: string[]): PasskeySettings {
  const domain = env.PASSKEY_DOMAIN || null
  if (domain !== null && !DOMAIN.test(domain)) {
    problems.push(`PASSKEY_DOMAIN=${domain}: must be a domain in lower case such as shop.example.`)
  }
  const origins = (env.PASSKEY_ORIGINS ?? '').split(',').flatMap((each) => each.trim() || [])
  for (const origin of origins) {
    if (origin.startsWith('android:apk-key-hash:')) continue
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      problems.push(`PASSKEY_ORIGINS: "${origin}" is not an origin such as https://shop.example.`)
    }
  }
  return { domain, origins }
}
