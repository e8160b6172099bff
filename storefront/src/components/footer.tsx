import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../account/use-me.ts'
import { LANGUAGES, type Language, useLanguage, useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { commonTexts } from '../texts/common.ts'
import classes from './layout.module.css'

export function Footer() {
  const t = useTexts(commonTexts)
  const me = useMe()
  const { data } = useQuery(shop.query('/shop'))
  return (
    <footer className={classes.footer}>
      <div className={classes.footerInner}>
        <div>
          <ul className={classes.links}>
            <li>
              <Link to="/">{t.shop}</Link>
            </li>
            <li>
              <Link to={me ? '/account' : '/sign-in'}>{me ? t.account : t.signIn}</Link>
            </li>
            <li>
              <Link to="/cart">{t.cart}</Link>
            </li>
            {me && me.role !== 'customer' && (
              <li>
                <a href="/admin">{t.staff}</a>
              </li>
            )}
          </ul>
          {data && (
            <p className={classes.note}>
              {data.name} · {t.currency(data.currency, data.pricesIncludeTax)}
            </p>
          )}
        </div>
        <Choices />
      </div>
    </footer>
  )
}

function Choices() {
  const t = useTexts(commonTexts)
  const { language, choose } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <div className={classes.choices}>
      <Choice label={t.language}>
        <select value={language} onChange={(event) => choose(event.currentTarget.value as Language)}>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </Choice>
      <Choice label={t.colours}>
        <select
          value={colorScheme}
          onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        >
          {(['auto', 'light', 'dark'] as const).map((scheme) => (
            <option key={scheme} value={scheme}>
              {t[scheme]}
            </option>
          ))}
        </select>
      </Choice>
    </div>
  )
}

const Choice = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
  <label className={classes.choice}>
    {label}
    {children}
  </label>
)
