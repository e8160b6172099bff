import { Button, Group, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { CircleCheck, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { DangerButton } from '../../components/danger-button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { type Pages, usePages } from '../../components/use-pages.ts'
import { useSave } from '../../components/use-save.ts'
import { When } from '../../components/when.tsx'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'

type Task = Schemas['Task']

/** What failed too often and waits for people. */
export function DeadLetters() {
  const pages = usePages('/admin/tasks', { query: { state: 'dead', limit: 50 } })
  const can = useCan()
  return (
    <Tasks
      label="Dead letters"
      pages={pages}
      isActionable={can('operations:write')}
      empty={
        <EmptyState icon={CircleCheck} title="No dead letters">
          A task that fails is tried again with growing pauses. What fails for good waits here, until you send
          it again or discard it.
        </EmptyState>
      }
    />
  )
}

/** What waits for its time, or runs. */
export function DueTasks() {
  const pages = usePages('/admin/tasks', { query: { state: 'due', limit: 50 } })
  return (
    <Tasks
      label="Tasks that are due"
      pages={pages}
      empty={
        <EmptyState icon={Clock} title="Nothing waits">
          Mails, schedules and other work in the background are here until they are done.
        </EmptyState>
      }
    />
  )
}

interface TasksProps {
  readonly label: string
  readonly pages: Pages<Task>
  readonly isActionable?: boolean
  readonly empty: ReactNode
}

const Tasks = ({ label, pages, isActionable = false, empty }: TasksProps) => (
  <DataTable<Task>
    label={label}
    pages={pages}
    rowKey={({ id }) => id}
    columns={[
      { title: 'Task', cell: (task) => <TaskName task={task} /> },
      { title: 'Tries', cell: ({ attempts }) => attempts, align: 'right' },
      { title: 'Last error', cell: ({ lastError }) => <LastError text={lastError} /> },
      { title: 'When', cell: ({ dueAt }) => <When at={dueAt} />, align: 'right' },
      ...(isActionable
        ? [
            {
              title: 'What to do',
              isActions: true,
              align: 'right' as const,
              cell: (task: Task) => <TaskActions task={task} />,
            },
          ]
        : []),
    ]}
    empty={empty}
  />
)

const SCHEDULE = /^schedule:/

const TaskName = ({ task }: { task: Task }) => (
  <>
    <Text size="sm" fw={500}>
      {task.kind.replace(SCHEDULE, '')}
    </Text>
    {SCHEDULE.test(task.kind) && (
      <Text size="xs" c="dimmed">
        by schedule
      </Text>
    )}
    {task.event && (
      <Text size="xs" c="dimmed">
        {task.event.type} of {task.event.subject}
      </Text>
    )}
  </>
)

/** Some errors are long: cut where it is a list, whole on hovering. */
const LastError = ({ text }: { text: string | null }) =>
  text ? (
    <Text size="sm" lineClamp={3} title={text} style={{ overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  ) : (
    '–'
  )

const TASKS = ['/admin/tasks']

function TaskActions({ task }: { task: Task }) {
  const path = { taskId: task.id }
  const again = useSave({
    save: () => shop.post('/admin/tasks/{taskId}/attempts', { path }),
    done: 'Sent again: it is due at once.',
    refresh: TASKS,
  })
  const discard = useSave({
    save: () => shop.delete('/admin/tasks/{taskId}', { path }),
    done: 'Discarded.',
    refresh: TASKS,
    isQuiet: true,
  })
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button size="xs" variant="default" loading={again.isSaving} onClick={() => again.save()}>
        Send again
      </Button>
      <DangerButton
        size="xs"
        label="Discard"
        title="Discard this task?"
        confirmLabel="Discard it"
        onConfirm={() => discard.saveAsync()}
      >
        What it would have done will not be done: {task.kind}
        {task.event && ` for ${task.event.type} of ${task.event.subject}`}.
      </DangerButton>
    </Group>
  )
}
