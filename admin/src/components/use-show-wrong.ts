import type { UseFormReturnType } from '@mantine/form'
import { useEffect } from 'react'

/** After a refused submit of a long form: to the first field that is wrong, else to what is said above it. */
export function useShowWrong<Values>(form: UseFormReturnType<Values>, fault: unknown): void {
  const { errors, getInputNode } = form
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form's functions are new on every render.
  useEffect(() => {
    const at = document.activeElement
    // Nobody is moved away from what they type.
    if (at !== document.body && !at?.matches('[type="submit"]')) return
    const [first] = Object.keys(errors)
    const input = first === undefined ? null : getInputNode(first)
    if (input) input.focus()
    else if (fault) document.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' })
  }, [errors, fault])
}
