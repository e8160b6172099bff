import { useParams, useSearch } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import type { PartProps } from '../account/part.ts'
import { NotFound } from '../components/not-found.tsx'

const part = <N extends string>(load: () => Promise<Record<N, ComponentType<PartProps>>>, name: N) =>
  lazy(async () => ({ default: (await load())[name] as ComponentType<PartProps> }))

/** What is at `/account/<part>`, mostly for who is signed in; the links of mails lead to the last ones. */
const PARTS: Readonly<Record<string, ComponentType<PartProps>>> = {
  orders: part(() => import('../account/orders.tsx'), 'Orders'),
  addresses: part(() => import('../account/addresses.tsx'), 'Addresses'),
  profile: part(() => import('../account/profile.tsx'), 'Profile'),
  security: part(() => import('../account/security.tsx'), 'Security'),
  privacy: part(() => import('../account/privacy.tsx'), 'Privacy'),
  openid: part(() => import('../account/openid.tsx'), 'Openid'),
  farewell: part(() => import('../account/farewell.tsx'), 'Farewell'),
  'verify-email': part(() => import('../account/verify-email.tsx'), 'VerifyEmail'),
  'sign-in': part(() => import('../account/mail-sign-in.tsx'), 'MailSignIn'),
  'reset-password': part(() => import('../account/reset-password.tsx'), 'ResetPassword'),
  'change-email': part(() => import('../account/change-email.tsx'), 'ChangeEmail'),
}

export function AccountPartPage() {
  const { part } = useParams({ from: '/account/$part' })
  const { token } = useSearch({ from: '/account/$part' })
  const Part = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined
  if (!Part) return <NotFound />
  return (
    <Suspense>
      <Part key={part} token={token} />
    </Suspense>
  )
}
