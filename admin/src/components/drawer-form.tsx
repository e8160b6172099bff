import { Button, Drawer, Group, Modal, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { type ReactNode, useState } from 'react'
import { fieldErrors, isStale } from '../explain.ts'
import css from './drawer.module.css'
import { FaultAlert } from './fault-alert.tsx'
import { useUnsavedGuard } from './unsaved-guard.tsx'
import type { Saving } from './use-save.ts'

interface DrawerFormProps<Values, Input, Reply> {
  readonly title: string
  readonly isOpen: boolean
  readonly close: () => void
  readonly form: UseFormReturnType<Values>
  /** Made with `isQuiet`: what is refused is shown here and at its fields. */
  readonly saving: Saving<Input, Reply>
  readonly toInput: (values: Values) => Input
  /** Once it is saved; the drawer closes by itself. */
  readonly onSaved?: (reply: Reply) => void
  readonly submitLabel: string
  /** Only to look at: nothing can be saved. */
  readonly isReadOnly?: boolean
  readonly children: ReactNode
}

/** A short form at the side of a list. What is typed is not lost by a click beside it. */
export function DrawerForm<Values extends Record<string, unknown>, Input, Reply>(
  props: DrawerFormProps<Values, Input, Reply>,
) {
  const { title, isOpen, form, saving, submitLabel, isReadOnly = false, children } = props
  const [isAsking, setAsking] = useState(false)
  const guard = useUnsavedGuard(() => isOpen && form.isDirty())
  const leave = () => {
    setAsking(false)
    saving.reset()
    form.reset()
    props.close()
  }
  const askOrLeave = () => {
    // Whoever closed it while it is being saved would not be told where it is refused.
    if (saving.isSaving) return
    // Escape is heard by every dialog: it is meant for the one on top.
    if (document.querySelectorAll('[role="dialog"]').length > 1) return
    // Nor at once: the key that asks would close the question too.
    if (form.isDirty()) setTimeout(() => setAsking(true))
    else leave()
  }
  return (
    <>
      <Drawer
        opened={isOpen}
        onClose={askOrLeave}
        position="right"
        size="lg"
        title={title}
        classNames={{ header: css.header, body: css.body }}
      >
        <form onSubmit={toSubmit(props, leave)} noValidate className={css.form}>
          <fieldset disabled={isReadOnly} className={css.fields}>
            {children}
          </fieldset>
          <div className={css.foot}>
            <FaultAlert
              error={saving.error}
              shownFields={Object.keys(form.errors)}
              // The list behind it has it already: from there it opens as it is now.
              onReload={isStale(saving.error) ? leave : undefined}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" disabled={saving.isSaving} onClick={leave}>
                {isReadOnly ? 'Close' : 'Cancel'}
              </Button>
              {!isReadOnly && (
                <Button type="submit" loading={saving.isSaving}>
                  {submitLabel}
                </Button>
              )}
            </Group>
          </div>
        </form>
      </Drawer>
      <AskFirst isOpen={isAsking} stay={() => setAsking(false)} leave={leave} />
      {guard}
    </>
  )
}

/** Saves and leaves; what is refused is shown, with the first wrong field at hand. */
function toSubmit<Values extends Record<string, unknown>, Input, Reply>(
  { form, saving, toInput, onSaved }: DrawerFormProps<Values, Input, Reply>,
  leave: () => void,
) {
  const toFirst = (errors: object) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus()
  return form.onSubmit(async (values) => {
    try {
      const reply = await saving.saveAsync(toInput(values))
      leave()
      onSaved?.(reply)
    } catch (error) {
      const errors = fieldErrors(error)
      form.setErrors(errors)
      toFirst(errors)
    }
  }, toFirst)
}

const AskFirst = (props: { isOpen: boolean; stay: () => void; leave: () => void }) => (
  <Modal opened={props.isOpen} onClose={props.stay} title="Close without saving?">
    <Text size="sm">What you changed here is not saved yet.</Text>
    <Group justify="flex-end" mt="lg">
      <Button variant="default" data-autofocus onClick={props.stay}>
        Stay
      </Button>
      <Button color="red" onClick={props.leave}>
        Discard the changes
      </Button>
    </Group>
  </Modal>
)
