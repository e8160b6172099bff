import classes from './page-title.module.css'
import { usePage } from './use-page.ts'

/** The one `h1` of a page, and its title in the browser. */
export function PageTitle({ children, size = 'h1' }: { children: string; size?: 'h1' | 'h2' }) {
  const heading = usePage(children)
  return (
    <h1
      className={size === 'h1' ? classes.title : `${classes.title} ${classes.small}`}
      ref={heading}
      tabIndex={-1}
    >
      {children}
    </h1>
  )
}
