import type { FocusEvent } from 'react'

/**
 * For a row that scrolls sideways: browsers leave a link that takes the focus half outside of it. A click
 * must not move it away.
 */
export function showWhole({ target }: FocusEvent<HTMLElement>): void {
  if (target.matches(':focus-visible')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
