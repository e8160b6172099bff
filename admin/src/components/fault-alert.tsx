import { Alert, Button, List, Stack } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { explain, fieldErrors, isStale } from '../explain.ts'

interface FaultAlertProps {
  /** Nothing is shown for null and undefined. */
  readonly error: unknown
  /** Fields that show their own error; the others are listed here. */
  readonly shownFields?: readonly string[]
  /** Loads what is saved now, where somebody else was faster; else tries again. */
  readonly onReload?: () => void
}

/** What went wrong, in words, with what to do. Read out as it appears. */
export function FaultAlert({ error, shownFields = [], onReload }: FaultAlertProps) {
  if (error === null || error === undefined) return null
  const { title, message } = explain(error)
  const others = Object.entries(fieldErrors(error)).filter(([field]) => !shownFields.includes(field))
  return (
    <Alert role="alert" color="red" title={title} icon={<CircleAlert size={18} />}>
      <Stack gap="xs" align="flex-start">
        {message}
        {others.length > 0 && (
          <List size="sm">
            {others.map(([field, reason]) => (
              <List.Item key={field}>
                <strong>{field || 'The whole'}</strong>: {reason}
              </List.Item>
            ))}
          </List>
        )}
        {onReload && (
          <Button size="xs" variant="default" onClick={onReload}>
            {isStale(error) ? 'Load what is saved now' : 'Try again'}
          </Button>
        )}
      </Stack>
    </Alert>
  )
}
