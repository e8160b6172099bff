import { Anchor, Button, Text } from '@mantine/core'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { AccountForm } from '../account/account-form.tsx'
import { EntryCard, EntryFoot } from '../account/entry-card.tsx'
import { EmailField, Field, PasswordField, usePasswordCheck } from '../account/fields.tsx'
import { toReturnPath } from '../account/return-path.ts'
import { accountTexts } from '../account/texts.ts'
import { signInTexts } from '../account/texts-sign-in.ts'
import { type Me, useMe } from '../account/use-me.ts'
import { useSignIn } from '../account/use-sign-in.ts'
import { useCart } from '../cart/use-cart.ts'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'

/** A new account; then, what to do next. The shop answers the same where the address has one already. */
export function RegisterPage() {
  const to = toReturnPath(useSearch({ from: '/register' }).to, '/')
  const me = useMe()
  const { history } = useRouter()
  const [made, setMade] = useState<Me>()
  const isElsewhere = Boolean(me) && !made
  useEffect(() => {
    if (isElsewhere) history.replace(to)
  }, [isElsewhere, history, to])
  return made ? <Welcome me={made} to={to} /> : <Registration to={to} onMade={setMade} />
}

function Registration({ to, onMade }: { to: string; onMade: (me: Me) => void }) {
  const { register: t } = useTexts(signInTexts)
  const texts = useTexts(accountTexts)
  const signIn = useTexts(signInTexts).submit
  const checkPassword = usePasswordCheck()
  const { attempt } = useSignIn(onMade)
  return (
    <EntryCard title={t.title} lead={t.lead}>
      <AccountForm
        submit={t.submit}
        wrong={texts.wrong}
        isWide
        check={(text) => checkPassword(text('password'), text('email'))}
        act={(text) => {
          const body = { name: text('name').trim(), email: text('email').trim(), password: text('password') }
          return attempt(() => shop.post('/register', { body }))
        }}
      >
        {(errors) => (
          <>
            <Field
              name="name"
              label={texts.name}
              autoComplete="name"
              maxLength={120}
              required
              error={errors.name}
            />
            <EmailField autoComplete="username" error={errors.email} />
            <PasswordField isNew label={texts.password} error={errors.password} />
          </>
        )}
      </AccountForm>
      <EntryFoot>
        {t.have}{' '}
        <Anchor
          underline="always"
          renderRoot={(props) => <Link to="/sign-in" search={to === '/' ? {} : { to }} {...props} />}
        >
          {signIn}
        </Anchor>
      </EntryFoot>
    </EntryCard>
  )
}

function Welcome({ me, to }: { me: Me; to: string }) {
  const { register: t } = useTexts(signInTexts)
  const { goOn, account } = useTexts(accountTexts)
  const { history } = useRouter()
  const { count } = useCart()
  return (
    <EntryCard key="welcome" title={t.welcome(me.name)} lead={t.done(me.email)}>
      {count > 0 && <Text size="sm">{t.cart}</Text>}
      <Button size="md" onClick={() => history.push(to)}>
        {to === '/' ? t.toShop : goOn}
      </Button>
      <Button component={Link} to="/account" variant="default" size="md">
        {account}
      </Button>
    </EntryCard>
  )
}
