import { Button, Center, Code, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Lock, Store } from 'lucide-react'
import { EmptyState } from '../components/empty-state.tsx'
import { Page } from '../components/page.tsx'
import type { Me } from '../session/me.ts'
import { signOut } from './account-menu.tsx'

export const Forbidden = ({ needs }: { needs: string }) => (
  <Page title="Not for your role">
    <EmptyState
      icon={Lock}
      title="Your role does not open this page"
      action={
        <Button component={Link} to="/" variant="default">
          To the dashboard
        </Button>
      }
    >
      It needs the permission <Code>{needs}</Code>. The owner of the shop can give it to your role.
    </EmptyState>
  </Page>
)

/** For customers who found their way here. */
export function NotStaff({ me }: { me: Me }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <title>Only for staff</title>
      <EmptyState
        icon={Store}
        isPage
        title="This part of the shop is for its staff"
        action={
          <Stack gap="xs">
            <Button component="a" href="/">
              To the shop
            </Button>
            <Button variant="default" onClick={signOut}>
              Sign in with another account
            </Button>
          </Stack>
        }
      >
        You are signed in as {me.email}, which is a customer’s account. If you belong to the staff, ask the
        owner for an invitation.
      </EmptyState>
    </Center>
  )
}
