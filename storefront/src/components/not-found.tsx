import { Link } from '@tanstack/react-router'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import action from './action.module.css'
import classes from './page-fault.module.css'
import { PageTitle } from './page-title.tsx'

export function NotFound() {
  const t = useTexts(commonTexts)
  return (
    <div className={classes.page}>
      <PageTitle>{t.notFound}</PageTitle>
      <p className={classes.hint}>{t.notFoundHint}</p>
      <Link to="/" className={`${action.action} ${action.filled}`}>
        {t.toHome}
      </Link>
    </div>
  )
}
