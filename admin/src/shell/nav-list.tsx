import { Link } from '@tanstack/react-router'
import { useCan } from '../session/me.ts'
import css from './nav-list.module.css'
import { placesFor } from './navigation.ts'

export function NavList({ onGo }: { onGo: () => void }) {
  const areas = placesFor(useCan())
  return (
    <nav aria-label="Main" className={css.nav}>
      {areas.map(({ label, places }) => (
        <section key={label}>
          <h2 className={css.area}>{label}</h2>
          <ul className={css.list}>
            {places.map(({ label: name, to, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  onClick={onGo}
                  className={css.place}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                >
                  <Icon size={16} strokeWidth={1.9} aria-hidden />
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}
