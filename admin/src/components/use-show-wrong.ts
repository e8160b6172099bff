import type { UseFormReturnType } from '@mantine/form'
import { useEffect, useRef } from 'react'

/** After a refused submit of a long form: to the first field that is wrong, else to what is said above it. */
export function useShowWrong<Values>(form: UseFormReturnType<Values>, fault: unknown): void {
  const { errors } = form
  const before = useRef(0)
  useEffect(() => {
    const count = Object.keys(errors).length
    const isRefused = count > before.current
    before.current = count
    const at = document.activeElement
    // Who mends one of several is not moved away from what they type.
    if (!isRefused && at !== document.body && !at?.matches('[type="submit"]')) return
    const fields = [...document.querySelectorAll<HTMLElement>('[data-path]')]
    const first = fields.find(({ dataset: { path = '' } }) => errors[path])
    first?.scrollIntoView({ block: 'center' })
    first?.focus({ preventScroll: true })
    if (!first && fault) document.querySelector('[role="alert"]')?.scrollIntoView({ block: 'center' })
  }, [errors, fault])
}
