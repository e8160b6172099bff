import { useMatches } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'

let firstAt: string | undefined
let hasMoved = false

/** After a click on a link, those who hear or type their way are at the new page's beginning. */
export function useFocusOnArrival(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  // Another thing of the same kind is another page as well, in the same component.
  const here = useMatches({ select: (matches) => matches.at(-1)?.id })
  useEffect(() => {
    firstAt ??= here
    hasMoved ||= here !== firstAt
    // The first page is read from its top by itself.
    if (hasMoved) heading.current?.focus({ preventScroll: true })
  }, [here])
  return heading
}
