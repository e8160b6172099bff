import { Button, Group, Stack } from '@mantine/core'
import { ShopError } from '@marketsquare/sdk'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { fieldErrors } from '../faults.ts'
import { useExplainAccount } from './account-faults.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'

export type FieldErrors = Readonly<Record<string, string>>
/** What stands in the field of a name; empty where there is none. */
export type TextOf = (name: string) => string

interface Props {
  readonly submit: string
  /** Does what the form is for. What it rejects with is shown, at the field where it names one. */
  readonly act: (text: TextOf, form: HTMLFormElement) => Promise<unknown>
  /** What to say of a field that the browser or the shop finds wrong. */
  readonly wrong: FieldErrors
  /** What is wrong besides, before the shop is asked. */
  readonly check?: (text: TextOf) => FieldErrors
  readonly children: (errors: FieldErrors) => ReactNode
  readonly isWide?: boolean
  readonly color?: string
  /** Beside the button. */
  readonly beside?: ReactNode
}

/** A form of the account: says at each field what is wrong with it, and goes to the first of them. */
export function AccountForm({ submit, act, wrong, check, children, isWide, color, beside }: Props) {
  const form = useRef<HTMLFormElement>(null)
  const [local, setLocal] = useState<FieldErrors>({})
  const explain = useExplainAccount()
  const action = useAction(act)
  const theirs = namedIn(action.fault, wrong, explain)
  const errors = { ...theirs, ...local }
  const isRefused = Object.keys(errors).length > 0
  const [refusals, setRefusals] = useState(0)
  useEffect(() => {
    if (refusals > 0 || action.fault) focusInvalid(form.current)
  }, [refusals, action.fault])

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const text = textIn(event.currentTarget)
    const found = { ...invalidIn(event.currentTarget, wrong), ...check?.(text) }
    setLocal(found)
    if (Object.keys(found).length === 0) void action.run(text, event.currentTarget)
    else setRefusals((before) => before + 1)
  }

  function onInput({ target }: FormEvent<HTMLFormElement>) {
    const { name } = target as HTMLInputElement
    if (name in local) setLocal(({ [name]: _gone, ...rest }) => rest)
    if (name in theirs) action.forget()
  }

  return (
    <form ref={form} noValidate onSubmit={onSubmit} onInput={onInput}>
      <Stack gap="md">
        {children(errors)}
        {!isRefused && <Trouble fault={action.fault} />}
        <Group gap="sm">
          <Button
            type="submit"
            size="md"
            fullWidth={isWide ?? false}
            loading={action.isBusy}
            {...(color && { color })}
          >
            {submit}
          </Button>
          {beside}
        </Group>
      </Stack>
    </form>
  )
}

const focusInvalid = (form: HTMLFormElement | null) =>
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()

const textIn = (form: HTMLFormElement): TextOf => {
  const data = new FormData(form)
  return (name) => String(data.get(name) ?? '')
}

/** The browser knows what is required, what is an address and what is too short; the words are ours. */
function invalidIn(form: HTMLFormElement, wrong: FieldErrors): FieldErrors {
  const invalid = [...form.elements].filter(
    (each): each is HTMLInputElement => 'validity' in each && !(each as HTMLInputElement).validity.valid,
  )
  return Object.fromEntries(
    invalid
      .filter(({ name }) => name)
      .map(({ name, validationMessage }) => [name, wrong[name] ?? validationMessage]),
  )
}

function namedIn(fault: unknown, wrong: FieldErrors, explain: (fault: unknown) => string): FieldErrors {
  const ofFields = fieldErrors(fault)
  const { field } = (fault instanceof ShopError ? fault.problem : {}) as { readonly field?: unknown }
  if (typeof field === 'string') return { [field]: explain(fault) }
  return Object.fromEntries(Object.entries(ofFields).map(([name, reason]) => [name, wrong[name] ?? reason]))
}
