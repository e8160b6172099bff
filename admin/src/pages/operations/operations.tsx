import { Tabs } from '@mantine/core'
import { Page } from '../../components/page.tsx'
import { useFilters } from '../../components/use-filters.ts'
import { Events } from './events.tsx'
import { Health } from './health.tsx'
import css from './operations.module.css'
import { DeadLetters, DueTasks } from './tasks.tsx'

const PARTS = {
  health: { label: 'Health', Part: Health },
  dead: { label: 'Dead letters', Part: DeadLetters },
  tasks: { label: 'Tasks', Part: DueTasks },
  events: { label: 'Events', Part: Events },
} as const

const isPart = (name: string | undefined): name is keyof typeof PARTS =>
  name !== undefined && Object.hasOwn(PARTS, name)

/** How the shop is, and what goes on behind it. */
export function OperationsPage() {
  const [{ part }, setFilters] = useFilters('part')
  const shown = isPart(part) ? part : 'health'
  return (
    <Page title="Operations" lead="How the shop is, what it does in the background, and what happened in it.">
      <Tabs value={shown} onChange={(name) => setFilters({ part: name ?? '' })} keepMounted={false}>
        <Tabs.List mb="md" className={css.tabs}>
          {Object.entries(PARTS).map(([name, { label }]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {Object.entries(PARTS).map(([name, { Part }]) => (
          <Tabs.Panel key={name} value={name}>
            <Part />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
