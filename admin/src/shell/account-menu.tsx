import {
  Avatar,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core'
import { ExternalLink, LogOut, ShieldCheck } from 'lucide-react'
import { useMe } from '../session/me.ts'
import { shop } from '../shop.ts'

const SCHEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'auto', label: 'System' },
]

export function AccountMenu() {
  const me = useMe()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton>
          <VisuallyHidden>Account of {me.name}</VisuallyHidden>
          <Avatar src={me.picture} name={me.name} size={32} alt="" aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {me.name}
          </Text>
          <Text size="xs" truncate>
            {me.email}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component="a" href="/" leftSection={<ExternalLink size={15} />}>
          Visit the shop
        </Menu.Item>
        <Menu.Item component="a" href="/account/security" leftSection={<ShieldCheck size={15} />}>
          Password and security
        </Menu.Item>
        <Menu.Divider />
        <ColourScheme />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function ColourScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      aria-label="Colours"
      fullWidth
      size="xs"
      my={4}
      data={SCHEMES}
      value={colorScheme}
      onChange={(value) => setColorScheme(value as typeof colorScheme)}
    />
  )
}

/** Loads the page anew: whoever comes next finds nothing of what was read. */
export async function signOut(): Promise<void> {
  await shop.post('/logout').catch(() => undefined)
  location.assign('/admin/sign-in')
}
