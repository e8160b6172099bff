import { Link } from '@tanstack/react-router'
import classes from './category-chips.module.css'
import type { Category } from './category-tree.ts'

export function CategoryChips({ categories, label }: { categories: readonly Category[]; label: string }) {
  if (categories.length === 0) return null
  return (
    <nav aria-label={label}>
      <ul className={classes.chips}>
        {categories.map(({ id, handle, title }) => (
          <li key={id}>
            <Link to="/categories/$handle" params={{ handle }} className={classes.chip}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
