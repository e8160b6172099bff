import { useEffect, useRef } from 'react'

/** By when a dialog has gone and given the focus back. */
const GONE_MS = 300

/** A dialog may take away the button that opened it: then the focus goes to the page's heading. */
export function useFocusKept(isOpen: boolean): void {
  const wasOpen = useRef(isOpen)
  useEffect(() => {
    const hasClosed = wasOpen.current && !isOpen
    wasOpen.current = isOpen
    if (!hasClosed) return
    const timer = setTimeout(() => {
      if (document.activeElement === document.body) document.querySelector('h1')?.focus()
    }, GONE_MS)
    return () => clearTimeout(timer)
  }, [isOpen])
}
