import type { ReactNode } from 'react'
import css from './status-badge.module.css'

/** `good`: done. `info`: under way. `warn`: waits for somebody. `bad`: went wrong. `idle`: off, or over. */
export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'idle'

/** A state in a word. The dot's colour only repeats what the word says. */
export const StatusBadge = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={css.badge} data-tone={tone}>
    {children}
  </span>
)
