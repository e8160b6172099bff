import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound, MapPin } from 'lucide-react'
import classes from '../account/account.module.css'
import { AccountFrame, Lines } from '../account/frame.tsx'
import { OrderRows } from '../account/order-rows.tsx'
import { Section } from '../account/section.tsx'
import { accountTexts } from '../account/texts.ts'
import { Trouble } from '../account/trouble.tsx'
import { VerifyHint } from '../account/verify-hint.tsx'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'

/** The overview: what is new, and what is worth doing. */
export function AccountPage() {
  const t = useTexts(accountTexts)
  return (
    <AccountFrame title={({ name }) => t.hello(name)}>
      {(me) => (
        <>
          {!me.emailVerified && <VerifyHint me={me} />}
          <LatestOrders />
          <Tips />
        </>
      )}
    </AccountFrame>
  )
}

const LATEST = 3

function LatestOrders() {
  const t = useTexts(accountTexts)
  const { data, error, refetch } = useQuery(shop.query('/me/orders', { query: { limit: LATEST } }))
  const all = data?.next && (
    <Button component={Link} to="/account/orders" variant="subtle" size="compact-md">
      {t.allOrders}
    </Button>
  )
  return (
    <Section title={t.latest} aside={all}>
      <Trouble fault={error} retry={() => void refetch()} />
      {!data && !error && <Lines count={LATEST} />}
      {data && <OrderRows orders={data.data} />}
    </Section>
  )
}

/** What would make the next visit easier. */
function Tips() {
  const { tips: t } = useTexts(accountTexts)
  const passkeys = useQuery(shop.query('/me/passkeys')).data
  const addresses = useQuery(shop.query('/me/addresses')).data
  if (!passkeys || !addresses) return null
  return (
    <div className={classes.tips}>
      {passkeys.data.length === 0 && (
        <Link to="/account/$part" params={{ part: 'security' }} className={classes.tip}>
          <KeyRound size={22} className={classes.tipIcon} aria-hidden />
          <span>
            <strong>{t.passkey}</strong>
            <span className={classes.soft}>{t.passkeyText}</span>
          </span>
        </Link>
      )}
      {addresses.data.length === 0 && (
        <Link to="/account/$part" params={{ part: 'addresses' }} className={classes.tip}>
          <MapPin size={22} className={classes.tipIcon} aria-hidden />
          <span>
            <strong>{t.address}</strong>
            <span className={classes.soft}>{t.addressText}</span>
          </span>
        </Link>
      )}
    </div>
  )
}
