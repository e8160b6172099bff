import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../language.tsx'
import { EntryCard } from './entry-card.tsx'
import { accountTexts } from './texts.ts'
import { signInTexts } from './texts-sign-in.ts'

/** After the account was deleted. */
export function Farewell() {
  const t = useTexts(accountTexts)
  const { mail } = useTexts(signInTexts)
  return (
    <EntryCard title={t.farewell} lead={t.farewellText}>
      <Button component={Link} to="/" size="md">
        {mail.toShop}
      </Button>
    </EntryCard>
  )
}
