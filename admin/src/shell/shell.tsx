import { ActionIcon, AppShell, Burger, Group, Kbd, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useMatches, useRouter } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { Logo } from '../logo.tsx'
import { meQuery, useCan, useMe, useShop } from '../session/me.ts'
import { AccountMenu } from './account-menu.tsx'
import { Forbidden, NotStaff } from './forbidden.tsx'
import { NavList } from './nav-list.tsx'
import css from './shell.module.css'

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then(({ CommandPalette: palette }) => ({ default: palette })),
)

/** What stands around every page: where one is, where one can go, who one is. */
export function Shell() {
  useGuard()
  const me = useMe()
  // Nobody any more: the guard leads to the sign-in.
  if (!me.id) return null
  if (me.permissions.length === 0) return <NotStaff me={me} />
  return <StaffShell />
}

function StaffShell() {
  const [isOpen, { toggle, close }] = useDisclosure()
  // Not by the palette itself: its keys are pressed before its code has come, too.
  useHotkeys([
    ['mod+K', spotlight.open],
    ['/', spotlight.open],
  ])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={0}
      className={css.shell}
    >
      <a href="#main" className={css.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={css.header}>
        <Header isOpen={isOpen} onToggle={toggle} />
      </AppShell.Header>
      <AppShell.Navbar className={css.navbar}>
        <ScrollArea type="scroll" className={css.places}>
          <NavList onGo={close} />
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={css.main}>
        <Allowed />
      </AppShell.Main>
      <Suspense>
        <CommandPalette />
      </Suspense>
    </AppShell>
  )
}

function Header({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  const { name } = useShop()
  return (
    <>
      <Group gap="sm" wrap="nowrap" className={css.brand}>
        <Burger
          opened={isOpen}
          onClick={onToggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={isOpen ? 'Close the menu' : 'Open the menu'}
        />
        <Link to="/" className={css.home}>
          <Logo />
          <Text span fw={600} truncate>
            {name}
          </Text>
        </Link>
      </Group>
      <UnstyledButton className={css.search} onClick={spotlight.open} visibleFrom="sm">
        <Search size={15} aria-hidden />
        <span>Search or jump to…</span>
        <Kbd size="xs">{isApple() ? '⌘K' : 'Ctrl K'}</Kbd>
      </UnstyledButton>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          hiddenFrom="sm"
          onClick={spotlight.open}
          aria-label="Search"
        >
          <Search size={18} />
        </ActionIcon>
        <AccountMenu />
      </Group>
    </>
  )
}

/** The page, or why it is not shown. */
function Allowed() {
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs ?? null })
  const can = useCan()
  return needs !== null && !can(needs) ? <Forbidden needs={needs} /> : <Outlet />
}

/** A session that ended meanwhile leads to the sign-in, as one that never was. */
function useGuard(): void {
  const router = useRouter()
  const { data } = useQuery(meQuery)
  useEffect(() => {
    if (data === null) router.invalidate()
  }, [data, router])
}

const isApple = () => /Mac|iPhone|iPad/.test(navigator.platform)
