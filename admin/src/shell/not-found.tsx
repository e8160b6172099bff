import { Button, Center } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { EmptyState } from '../components/empty-state.tsx'

export const NotFound = () => (
  <Center component="main" mih="80vh" p="md">
    <title>Not found</title>
    <EmptyState
      icon={Compass}
      isPage
      title="There is no such page"
      action={
        <Button component={Link} to="/">
          To the dashboard
        </Button>
      }
    >
      The address may be mistyped, or what it showed is gone.
    </EmptyState>
  </Center>
)
