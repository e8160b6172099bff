import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface Person {
  readonly sub: string
  readonly email?: string
  readonly email_verified?: boolean
  readonly name?: string
}

export interface Issuer {
  readonly url: string
  /** Who sits in front of the browser, or what the provider says instead. */
  person: Person | { readonly error: string }
  /** Answers nothing useful while this is set. */
  trouble: 'away' | 'endless' | 'html' | undefined
  /** Paths that were asked for. */
  readonly asked: string[]
  /** Says where the shop is, which is only known once it listens. */
  open(redirectUri: string): void
  close(): Promise<void>
}

export const CLIENT = { id: 'shop', secret: 'a secret between the two of them' }

/** A real OpenID provider on this machine, at which everybody signs in at once as `person`. */
export async function createIssuer(): Promise<Issuer> {
  let provider: Provider | undefined
  const server = createServer((request, response) => {
    issuer.asked.push(request.url ?? '')
    if (issuer.trouble) return makeTrouble(issuer.trouble, response)
    if (request.url?.startsWith('/interaction/')) return void finish(issuer, provider, { request, response })
    provider?.callback()(request, response)
  })
  const url = await listen(server)
  const issuer: Issuer = {
    url,
    person: { sub: 'ada' },
    trouble: undefined,
    asked: [],
    open(redirectUri) {
      provider = createProvider(issuer, redirectUri)
    },
    close: () => close(server),
  }
  return issuer
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

const createProvider = (issuer: Issuer, redirectUri: string): Provider =>
  new Provider(issuer.url, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_ctx: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ ...issuer.person, sub: accountId }),
    }),
    cookies: { keys: ['only for tests'] },
    loadExistingGrant: async (ctx: { oidc: OidcContext }) => {
      const { provider, client, session } = ctx.oidc
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })

interface OidcContext {
  readonly provider: Provider
  readonly client: { readonly clientId: string }
  readonly session: { readonly accountId: string }
}

async function finish(
  { person }: Issuer,
  provider: Provider | undefined,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const result = 'error' in person ? person : { login: { accountId: person.sub } }
  await provider?.interactionFinished(request, response, result)
}

function makeTrouble(trouble: NonNullable<Issuer['trouble']>, response: ServerResponse): void {
  if (trouble === 'away') response.writeHead(503).end()
  else if (trouble === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Hello</p>')
  else {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    }
    response.on('drain', more)
    more()
  }
}
