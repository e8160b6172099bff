import { anyone } from '#http/access.ts'
import { Refusal, route } from '#http/route.ts'
import { toTimestamp } from '#kernel/clock.ts'
import { named, Shape, Timestamp, Type } from '#kernel/schema.ts'
import { CookieWish, completeSignIn, identityFaults, LoginView, toLogin } from '#modules/identity/index.ts'
import { accountOf } from './find-account.ts'
import { type Begun, beginFlow } from './flow.ts'
import { openidFaults } from './openid-faults.ts'
import { prove } from './prove.ts'
import { RETURN_CHARS_MAX } from './return-path.ts'
import { signInProviders } from './sign-in-provider.ts'
import { takeAnswer } from './take-answer.ts'

const {
  denied,
  expired,
  linkNeeded,
  providerAway,
  providerBroken,
  providerMissing,
  rejected,
  returnRefused,
} = openidFaults

const ProviderName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$', description: 'Such as `google`' })
const ProviderParams = Shape({ provider: ProviderName })

const Token = (description: string) => Type.String({ minLength: 1, maxLength: 100, description })

export const ReturnTo = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: RETURN_CHARS_MAX,
    description: 'A path of the storefront to go on to; the page is told it',
  }),
)

export const BegunView = named(
  'OpenidStart',
  Shape({
    url: Type.String({ description: 'Where to send the browser' }),
    secret: Token('Keep it in the browser (`sessionStorage`): it goes along with the code in the end'),
    expiresAt: Timestamp,
  }),
)

export const toBegunView = ({ url, secret, expiresAt }: Begun) => ({
  url,
  secret,
  expiresAt: toTimestamp(expiresAt),
})

export const Brought = {
  code: Token('What the page `/account/openid` finds behind `#code=`'),
  secret: Token('What the start answered'),
}

/** What a provider sends along beside these (`scope`, `hd`, `session_state`, …) is let pass and ignored. */
const word = Type.Optional(Type.String({ maxLength: 4_096 }))
const CallbackQuery = Type.Object({ state: word, code: word, iss: word, error: word })

const FORM = 'application/x-www-form-urlencoded'
const FORM_BYTES_MAX = 32 * 1024

export const routes = [
  route({
    method: 'GET',
    path: '/openid-providers',
    summary: 'List the providers that people can sign in with',
    access: anyone,
    replies: {
      200: Shape({
        data: Type.Array(
          named(
            'OpenidProvider',
            Shape({ name: ProviderName, label: Type.String({ description: 'For a button' }) }),
          ),
        ),
      }),
    },
    handle: (ctx) => ({
      data: [...ctx.use(signInProviders).byName.values()].map(({ name, label }) => ({ name, label })),
    }),
  }),
  route({
    method: 'POST',
    path: '/openid/:provider/start',
    summary: 'Begin to sign in with a provider',
    description:
      'Send the browser to `url`. It comes back to the page `/account/openid` of the storefront, with `code` ' +
      '(or `error`), `for` and `returnTo` in the fragment. Good for ten minutes.',
    access: anyone,
    params: ProviderParams,
    body: Type.Optional(named('OpenidWish', Shape({ returnTo: ReturnTo }))),
    replies: { 201: BegunView },
    faults: [providerMissing, returnRefused, providerAway, providerBroken],
    handle: async (ctx, { params, body }) => toBegunView(await beginFlow(ctx, { ...params, ...body })),
  }),
  route({
    method: 'GET',
    path: '/openid/:provider/callback',
    summary: 'Where a provider sends the browser back to',
    access: anyone,
    params: ProviderParams,
    query: CallbackQuery,
    replies: { 303: null },
    handle: (ctx, { params, query }) => takeAnswer(ctx, params.provider, query),
  }),
  route({
    method: 'POST',
    path: '/openid/:provider/callback',
    summary: 'Where a provider sends the browser back to with a form, as Apple does',
    access: anyone,
    params: ProviderParams,
    upload: { contentTypes: [FORM], bytesMax: FORM_BYTES_MAX, whole: true },
    replies: { 303: null },
    handle: (ctx, { params, body }) =>
      takeAnswer(ctx, params.provider, Object.fromEntries(new URLSearchParams(String(body ?? '')))),
  }),
  route({
    method: 'POST',
    path: '/openid/sign-in',
    summary: 'Finish a sign-in with the code that the page was given',
    description:
      'Works once. An account with a second factor is refused with a `challenge`, to be answered at ' +
      '`/api/login/second-factor`. After `openid.provider_away` the same request may be sent again.',
    access: anyone,
    body: named('OpenidSignIn', Shape({ ...Brought, cookie: CookieWish })),
    replies: { 200: LoginView },
    faults: [
      ...[expired, denied, rejected, linkNeeded, providerMissing, providerAway, providerBroken],
      identityFaults.secondFactorNeeded,
    ],
    async handle(ctx, { body: { code, secret, cookie } }) {
      const proved = await prove(ctx, { code, secret, userId: null })
      if (proved instanceof Refusal) return proved
      const { user, is } = await accountOf(proved.ctx, proved)
      const kind = cookie ? ('cookie' as const) : ('bearer' as const)
      // A second factor that this very commit takes off is still seen by whoever reads before it.
      const way = { method: `openid:${proved.provider}`, kind, isStrong: is === 'reclaimed' }
      return toLogin(proved.ctx, await completeSignIn(proved.ctx, user, way))
    },
  }),
]
