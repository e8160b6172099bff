import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'

/** From a short list to the whole of it. */
export const MoreLink = ({ to, search, label }: { to: string; search?: object; label: string }) => (
  <Anchor component={Link} to={to} search={search as never} size="sm">
    {label}
  </Anchor>
)
