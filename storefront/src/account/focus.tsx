import { type ReactNode, useEffect, useRef } from 'react'

/** Around a form that took the place of a button: writing can begin at once. */
export function FocusInside({
  className,
  children,
}: {
  className?: string | undefined
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector<HTMLElement>('input:not([hidden])')?.focus(), [])
  return (
    <div ref={box} className={className}>
      {children}
    </div>
  )
}

/** What had the focus is gone: it goes on at the heading of the page. */
export const focusPage = (): void => document.querySelector('h1')?.focus({ preventScroll: true })

/** What takes the place of a button that was pressed is where to read on. */
export function useHeadingFocus() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return heading
}
