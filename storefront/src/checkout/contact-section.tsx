import { Text, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMe } from '../account/use-me.ts'
import { useTexts } from '../language.tsx'
import classes from './checkout.module.css'
import type { Draft, Wrong } from './draft.ts'
import { Section } from './section.tsx'
import { checkoutTexts } from './texts.ts'

interface ContactSectionProps {
  readonly draft: Draft
  readonly wrong: Wrong
  onChange(part: Partial<Draft>): void
}

export function ContactSection({ draft, wrong, onChange }: ContactSectionProps) {
  const t = useTexts(checkoutTexts)
  const me = useMe()
  const hint = me ? (
    <Text size="sm" c="dimmed">
      {t.signedInAs(me.name)}
    </Text>
  ) : (
    <Text size="sm">
      {t.signInHint}{' '}
      <Link to="/sign-in" search={{ to: '/checkout' }} className={classes.link}>
        {t.signIn}
      </Link>
    </Text>
  )
  return (
    <Section id="checkout-contact" title={t.contact} aside={hint}>
      <TextInput
        size="md"
        id="email"
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        aria-required
        maxLength={254}
        label={t.email}
        description={t.emailHint}
        value={draft.email}
        error={wrong.email && (wrong.email === 'missing' ? t.missing : t.invalidEmail)}
        onChange={(event) => onChange({ email: event.currentTarget.value })}
      />
    </Section>
  )
}
