import { Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import classes from './account.module.css'

interface Props {
  readonly title: string
  readonly lead?: ReactNode
  /** At the end of the line of the title. */
  readonly aside?: ReactNode
  readonly isHint?: boolean
  readonly children?: ReactNode
}

/** A card with a heading of its own. */
export function Section({ title, lead, aside, isHint, children }: Props) {
  const id = useId()
  return (
    <section aria-labelledby={id} className={`${classes.section} ${isHint ? classes.hint : ''}`}>
      <div>
        <div className={classes.sectionHead}>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {aside}
        </div>
        {lead && <p className={classes.soft}>{lead}</p>}
      </div>
      {children}
    </section>
  )
}

export const Rows = ({ children }: { children: ReactNode }) => <ul className={classes.rows}>{children}</ul>

/** A line of a list: what it is, what is said of it, and what can be done with it. */
export function Row({ title, soft, children }: { title: ReactNode; soft?: ReactNode; children?: ReactNode }) {
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <div>{title}</div>
        {soft && <div className={classes.soft}>{soft}</div>}
      </div>
      {children}
    </li>
  )
}

type Tone = 'good' | 'off' | 'plain'

export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: string }) => (
  <span className={classes.tag} data-tone={tone}>
    {children}
  </span>
)
