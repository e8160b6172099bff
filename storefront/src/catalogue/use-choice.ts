import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { type Choice, matching, variantOf } from './choice.ts'
import type { Product } from './prices.ts'

/** The chosen variant is in the address. What is not made has no address, and is only kept here. */
export function useChoice(shown: Product) {
  const { variant: id } = useSearch({ from: '/products/$handle' })
  const navigate = useNavigate()
  const [unmade, setUnmade] = useState<Choice>()
  const named = variantOf(shown, id)
  const choose = (choice: Choice) => {
    const found = matching(shown, choice)
    setUnmade(found ? undefined : choice)
    if (found) void navigate({ to: '.', search: { variant: found.id }, replace: true, resetScroll: false })
  }
  return { choice: unmade ?? named?.options ?? {}, variant: unmade ? undefined : named, choose }
}
