import { Button, Group, Stack, Text, Transition } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ComponentProps, ReactNode } from 'react'
import { fieldErrors, isStale } from '../explain.ts'
import { FaultAlert } from './fault-alert.tsx'
import css from './form-page.module.css'
import { Page } from './page.tsx'
import { useUnsavedGuard } from './unsaved-guard.tsx'
import type { Saving } from './use-save.ts'
import { useShowWrong } from './use-show-wrong.ts'

interface FormPageProps<Values, Input, Reply> extends ComponentProps<typeof Page> {
  readonly form: UseFormReturnType<Values>
  /** Made with `isQuiet`: what is refused is shown here and at its fields. */
  readonly saving: Saving<Input, Reply>
  /** What is sent, from what is in the form. */
  readonly toInput: (values: Values) => Input
  /** Once it is saved and nothing is unsaved any more: the place to navigate. */
  readonly onSaved?: (reply: Reply) => void
  /** Loads what is saved now, where somebody else was faster. */
  readonly onReload?: () => void
  readonly submitLabel?: string
  /** Nothing is there yet: the bar to save is always shown. */
  readonly isNew?: boolean
  readonly children: ReactNode
}

/** A page that is one form: guarded against leaving, with a bar to save that comes with the first change. */
export function FormPage<Values extends Record<string, unknown>, Input, Reply>(
  props: FormPageProps<Values, Input, Reply>,
) {
  const {
    form,
    saving,
    toInput,
    onSaved,
    onReload,
    submitLabel = 'Save',
    isNew = false,
    children,
    ...page
  } = props
  const guard = useUnsavedGuard(form.isDirty)
  const reload = isStale(saving.error) ? onReload : undefined
  useShowWrong(form, saving.error)
  const submit = form.onSubmit(async (values) => {
    try {
      const reply = await saving.saveAsync(toInput(values))
      form.setInitialValues(values)
      form.resetDirty(values)
      onSaved?.(reply)
    } catch (error) {
      form.setErrors(fieldErrors(error))
    }
  })
  return (
    <Page {...page}>
      <form onSubmit={submit} noValidate className={css.form}>
        <Stack>
          <FaultAlert error={saving.error} shownFields={shownFields(form)} onReload={reload} />
          {children}
        </Stack>
        <Transition mounted={isNew || form.isDirty()} transition="slide-up" duration={160}>
          {(style) => (
            <div style={style} className={css.bar}>
              <Text size="sm" c="dimmed" visibleFrom="xs">
                {isNew ? 'Not saved yet' : 'Unsaved changes'}
              </Text>
              <Group gap="xs">
                {!isNew && (
                  <Button variant="default" disabled={saving.isSaving} onClick={() => form.reset()}>
                    Discard
                  </Button>
                )}
                <Button type="submit" loading={saving.isSaving}>
                  {submitLabel}
                </Button>
              </Group>
            </div>
          )}
        </Transition>
      </form>
      {guard}
    </Page>
  )
}

/** The fields that the form has inputs for; what else is refused is listed above it. */
const shownFields = <Values,>(form: UseFormReturnType<Values>): string[] =>
  Object.keys(form.errors).filter((field) => document.querySelector(`[data-path="${CSS.escape(field)}"]`))
