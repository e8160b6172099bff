import { Anchor, Breadcrumbs, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useShop } from '../session/me.ts'
import css from './page.module.css'
import { useFocusOnArrival } from './use-focus-on-arrival.ts'

interface Crumb {
  readonly label: string
  readonly to: string
}

interface PageProps {
  readonly title: string
  /** Beside the title, such as a status. */
  readonly badge?: ReactNode
  /** One sentence under the title. */
  readonly lead?: ReactNode
  /** At the right: one primary button at most. */
  readonly actions?: ReactNode
  /** The way up from here; without this page itself. */
  readonly breadcrumbs?: readonly Crumb[]
  /** `narrow` for forms, `wide` for large tables. */
  readonly size?: 'narrow' | 'usual' | 'wide'
  readonly children?: ReactNode
}

/** Every page of the shell: its title in the window, its heading, its actions. */
export function Page({ title, badge, lead, actions, breadcrumbs, size = 'usual', children }: PageProps) {
  const heading = useFocusOnArrival()
  const { name } = useShop()
  return (
    <div className={css.page} data-size={size}>
      <title>{`${title} · ${name}`}</title>
      {breadcrumbs && (
        <Breadcrumbs component="nav" aria-label="Breadcrumbs" separator="/" className={css.crumbs}>
          {breadcrumbs.map(({ label, to }) => (
            <Anchor key={to} component={Link} to={to} size="sm" c="dimmed">
              {label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <header className={css.head}>
        <div className={css.words}>
          <Group gap="sm">
            <h1 ref={heading} tabIndex={-1} className={css.title}>
              {title}
            </h1>
            {badge}
          </Group>
          {lead && (
            <Text size="sm" c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </header>
      {children}
    </div>
  )
}
