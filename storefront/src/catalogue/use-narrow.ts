import { useNavigate } from '@tanstack/react-router'
import type { Listing } from './listing.ts'

/** Goes to the same list with other filters, and stays where one is on the page. */
export function useNarrow(): (listing: Listing) => void {
  const navigate = useNavigate()
  return (listing) => void navigate({ to: '.', search: listing, resetScroll: false })
}
