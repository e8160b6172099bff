import { Alert, Button, Stack, Text } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Cart } from '../cart/cart.ts'
import { useExplain } from '../faults.ts'
import { useLanguage, useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import { ChangesTable } from './changes-table.tsx'
import classes from './checkout.module.css'
import { Shortages } from './shortages.tsx'
import { checkoutTexts } from './texts.ts'
import type { Trouble } from './trouble.ts'

interface TroubleAlertProps {
  readonly trouble: Trouble
  readonly cart: Cart
  retry(): void
}

/** Why there is no order yet and what can be done. The focus goes there. */
export function TroubleAlert({ trouble, cart, retry }: TroubleAlertProps) {
  const alert = useRef<HTMLDivElement>(null)
  const { title, content, isCalm = false } = useContent(trouble, cart, retry)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each trouble is news
  useEffect(() => {
    alert.current?.focus({ preventScroll: true })
    alert.current?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  }, [trouble])
  return (
    <Alert
      ref={alert}
      tabIndex={-1}
      className={classes.trouble}
      role="alert"
      color={isCalm ? 'yellow' : 'red'}
      {...(isCalm && { classNames: { title: classes.calm, icon: classes.calm } })}
      icon={<CircleAlert aria-hidden />}
      title={title}
    >
      <Stack gap="sm" align="stretch">
        {content}
      </Stack>
    </Alert>
  )
}

interface Content {
  readonly title: string
  readonly content: ReactNode
  readonly isCalm?: boolean
}

function useContent(trouble: Trouble, cart: Cart, retry: () => void): Content {
  const t = useTexts(checkoutTexts)
  const common = useTexts(commonTexts)
  const explain = useExplain()
  switch (trouble.kind) {
    case 'declined': {
      const reason = t.reasons[trouble.reason] ?? trouble.reason
      return { title: t.declined, content: <Said first={reason}>{t.declinedHint}</Said> }
    }
    case 'short':
      return { title: t.short, content: <Shortages lines={trouble.lines} cart={cart} /> }
    case 'changed':
      return {
        title: t.changed,
        content: <ChangesTable changes={trouble.changes} cart={cart} />,
        isCalm: true,
      }
    case 'incomplete':
      return { title: t.incomplete, content: <Reasons reasons={trouble.reasons} /> }
    case 'used_up':
      return { title: t.usedUp, content: <Said>{t.usedUpHint}</Said> }
    case 'lost':
      return {
        title: t.lost,
        content: <Retry label={t.again} onClick={retry} said={t.lostHint} />,
        isCalm: true,
      }
    case 'under_way': {
      const content = <Retry label={t.lookAgain} onClick={retry} said={t.underWayHint} />
      return { title: t.underWay, content, isCalm: true }
    }
    case 'ordered':
      return { title: t.ordered(trouble.number), content: <Said>{t.orderedHint}</Said>, isCalm: true }
    case 'other':
      return { title: common.wentWrong, content: <Said>{explain(trouble.error)}</Said> }
  }
}

const Said = ({ first, children }: { first?: string; children: string }) => (
  <Text size="sm">
    {first && <strong>{first} </strong>}
    {children}
  </Text>
)

/** The shop's own sentences, which it writes in English. */
function Reasons({ reasons }: { reasons: readonly string[] }) {
  const { language } = useLanguage()
  return reasons.map((each) => (
    <Text key={each} size="sm" lang={language === 'en' ? undefined : 'en'}>
      {each}
    </Text>
  ))
}

const Retry = ({ said, label, onClick }: { said: string; label: string; onClick(): void }) => (
  <>
    <Text size="sm">{said}</Text>
    <Button variant="default" onClick={onClick} style={{ alignSelf: 'flex-start' }}>
      {label}
    </Button>
  </>
)
