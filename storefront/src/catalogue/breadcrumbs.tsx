import { Link } from '@tanstack/react-router'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import classes from './breadcrumbs.module.css'
import type { Category } from './category-tree.ts'
import { catalogueTexts } from './texts.ts'

/** The way to the page; its last part is the page itself. */
export function Breadcrumbs({ path, current }: { path: readonly Category[]; current: string }) {
  const t = useTexts(catalogueTexts)
  const { home } = useTexts(commonTexts)
  return (
    <nav aria-label={t.breadcrumbs} className={classes.crumbs}>
      <ol>
        <li>
          <Link to="/">{home}</Link>
        </li>
        {path.map(({ id, handle, title }) => (
          <li key={id}>
            <Link to="/categories/$handle" params={{ handle }}>
              {title}
            </Link>
          </li>
        ))}
        <li aria-current="page">{current}</li>
      </ol>
    </nav>
  )
}
