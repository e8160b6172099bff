import { Link } from '@tanstack/react-router'
import classes from './category-tiles.module.css'
import type { Category } from './category-tree.ts'
import { Picture } from './picture.tsx'

export function CategoryTiles({ categories }: { categories: readonly Category[] }) {
  return (
    <ul className={classes.tiles}>
      {categories.map(({ id, handle, title, image }) => (
        <li key={id}>
          <Link to="/categories/$handle" params={{ handle }} className={classes.tile}>
            <span className={classes.frame}>
              <Picture image={image && { url: image.url, alt: '' }} isEager />
            </span>
            <span className={classes.title}>{title}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
