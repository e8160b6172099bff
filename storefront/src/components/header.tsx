import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ShoppingBag, UserRound } from 'lucide-react'
import { useMe } from '../account/use-me.ts'
import { useCart, useCartDrawer } from '../cart/use-cart.ts'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { commonTexts } from '../texts/common.ts'
import classes from './layout.module.css'
import { Logo } from './logo.tsx'
import { SearchBox } from './search-box.tsx'
import { showWhole } from './show-whole.ts'

export function Header() {
  const t = useTexts(commonTexts)
  const { data } = useQuery(shop.query('/shop'))
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <Link to="/" className={classes.brand} aria-label={data?.name ?? t.home}>
          <Logo />
          <span>{data?.name}</span>
        </Link>
        <div className={classes.search}>
          <SearchBox />
        </div>
        <Actions />
      </div>
      <Departments />
    </header>
  )
}

function Actions() {
  const t = useTexts(commonTexts)
  const me = useMe()
  const { count } = useCart()
  const { open } = useCartDrawer()
  return (
    <div className={classes.actions}>
      <Link to={me ? '/account' : '/sign-in'} className={classes.icon} aria-label={me ? t.account : t.signIn}>
        <UserRound size={22} aria-hidden />
      </Link>
      <button
        type="button"
        className={classes.icon}
        aria-label={t.cartOf(count)}
        onClick={(event) => {
          // As a link would: in a tab of its own where that is asked for.
          if (event.metaKey || event.ctrlKey) window.open('/cart')
          else open()
        }}
      >
        <ShoppingBag size={22} aria-hidden />
        {count > 0 && (
          <span className={classes.count} aria-hidden>
            {count}
          </span>
        )}
      </button>
    </div>
  )
}

/** The categories that lie in no other one. */
function Departments() {
  const t = useTexts(commonTexts)
  const { data } = useQuery(shop.query('/categories', { query: { limit: 100 } }))
  const tops = data?.data.filter(({ parentId }) => parentId === null) ?? []
  return (
    <nav className={classes.nav} aria-label={t.categories} onFocus={showWhole}>
      {tops.map(({ id, handle, title }) => (
        <Link key={id} to="/categories/$handle" params={{ handle }}>
          {title}
        </Link>
      ))}
    </nav>
  )
}
