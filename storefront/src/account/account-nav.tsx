import { Link, useNavigate } from '@tanstack/react-router'
import { House, LogOut, MapPin, Package, ShieldCheck, UserRound, VenetianMask } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { showWhole } from '../components/show-whole.ts'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './account.module.css'
import { codeOf } from './account-faults.ts'
import { accountTexts } from './texts.ts'
import { Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { useSetMe } from './use-me.ts'

const PARTS = [
  ['orders', Package],
  ['addresses', MapPin],
  ['profile', UserRound],
  ['security', ShieldCheck],
  ['privacy', VenetianMask],
] as const

/** At the side, or a row of tabs to swipe on phones. */
export function AccountNav() {
  const t = useTexts(accountTexts)
  const signOut = useSignOut()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const at = list.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (list.current && at)
      list.current.scrollLeft = at.offsetLeft - list.current.offsetWidth / 2 + at.offsetWidth / 2
  }, [])
  return (
    <nav className={classes.side} aria-label={t.account}>
      <ul ref={list} onFocus={showWhole}>
        <li>
          <Link to="/account" className={classes.item} activeOptions={{ exact: true }}>
            <House size={18} aria-hidden />
            {t.overview}
          </Link>
        </li>
        {PARTS.map(([part, Icon]) => (
          <li key={part}>
            <Link to="/account/$part" params={{ part }} className={classes.item}>
              <Icon size={18} aria-hidden />
              {t[part]}
            </Link>
          </li>
        ))}
        <li className={classes.out}>
          <button
            type="button"
            className={classes.item}
            onClick={() => signOut.run()}
            disabled={signOut.isBusy}
          >
            <LogOut size={18} aria-hidden />
            {t.signOut}
          </button>
        </li>
      </ul>
      <Trouble fault={signOut.fault} />
    </nav>
  )
}

function useSignOut() {
  const setMe = useSetMe()
  const navigate = useNavigate()
  return useAction(async () => {
    try {
      await shop.post('/logout')
    } catch (error) {
      // Signed out elsewhere already.
      if (codeOf(error) !== 'access.unauthenticated') throw error
    }
    // First away from here: else the account would ask to sign in.
    await navigate({ to: '/' })
    setMe(null)
  })
}
