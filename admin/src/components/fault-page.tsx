import { Button, Container, Group } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { FaultAlert } from './fault-alert.tsx'

/** In place of a page that broke. */
export const FaultPage = ({ error }: ErrorComponentProps) => (
  <Container component="main" size="sm" py="xl">
    <title>Something went wrong</title>
    <FaultAlert error={error} />
    <Group mt="md">
      <Button onClick={() => location.reload()}>Load the page anew</Button>
      <Button variant="default" component="a" href="/admin/">
        To the dashboard
      </Button>
    </Group>
  </Container>
)
