import { PasswordInput, TextInput, type TextInputProps } from '@mantine/core'
import { useEffect, useRef } from 'react'
import '@mantine/core/styles/PasswordInput.css'
import { useTexts } from '../language.tsx'
import { passwordTrouble } from './password-rules.ts'
import { accountTexts } from './texts.ts'

interface FieldProps {
  readonly error?: string | undefined
  readonly label?: string
}

/** Large enough that phones do not zoom in, and without stars: what may be left out says so. */
export const Field = (props: TextInputProps) => <TextInput size="md" withAsterisk={false} {...props} />

interface EmailFieldProps extends FieldProps {
  readonly autoComplete?: string
  readonly defaultValue?: string
  readonly onChange?: (email: string) => void
}

export function EmailField({ label, onChange, autoComplete = 'email', ...rest }: EmailFieldProps) {
  const t = useTexts(accountTexts)
  return (
    <Field
      {...rest}
      name="email"
      type="email"
      label={label ?? t.email}
      autoComplete={autoComplete}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={320}
      required
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  )
}

interface PasswordFieldProps extends FieldProps {
  readonly isNew?: boolean
}

export function PasswordField({ label, isNew, error }: PasswordFieldProps) {
  const t = useTexts(accountTexts)
  return (
    <PasswordInput
      size="md"
      name="password"
      label={label ?? (isNew ? t.newPassword : t.password)}
      description={isNew ? t.passwordHint : undefined}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': t.showPassword, 'aria-hidden': false }}
      withAsterisk={false}
      required
      error={error}
    />
  )
}

/** What is wrong with a new password, as far as the page can tell. */
export function usePasswordCheck() {
  const { weak, wrong } = useTexts(accountTexts)
  return (password: string, email?: string): Readonly<Record<string, string>> => {
    const trouble = password && passwordTrouble(password, email)
    if (password === '') return wrong.password ? { password: wrong.password } : {}
    return trouble ? { password: weak[trouble] } : {}
  }
}

interface CodeFieldProps extends FieldProps {
  readonly isRecovery?: boolean
  readonly isFocused?: boolean
}

/** For the six digits of an app, or for a recovery code. */
export function CodeField({ error, isRecovery = false, isFocused = false }: CodeFieldProps) {
  const t = useTexts(accountTexts)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (isFocused) input.current?.focus()
  }, [isFocused])
  return (
    <Field
      key={String(isRecovery)}
      ref={input}
      name="code"
      label={isRecovery ? t.recoveryCode : t.code}
      description={isRecovery ? t.recoveryHint : t.codeHint}
      inputMode={isRecovery ? 'text' : 'numeric'}
      autoComplete={isRecovery ? 'off' : 'one-time-code'}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={40}
      required
      error={error}
    />
  )
}

/** Password managers want to know whose password it is. */
export const UsernameHint = ({ email }: { email: string }) => (
  <input type="text" name="username" autoComplete="username" value={email} readOnly hidden tabIndex={-1} />
)
