import { useEffect, useRef, useState } from 'react'
import { useMe } from '../account/use-me.ts'
import type { Cart } from '../cart/cart.ts'
import { changeCart } from '../cart/cart-state.ts'
import { type Contact, saveContact } from '../cart/changes.ts'
import { fieldErrors } from '../faults.ts'
import {
  contactOf,
  type Draft,
  draftOf,
  newsIn,
  readDraft,
  type Wrong,
  writeDraft,
  wrongBy,
} from './draft.ts'

const PAUSE_MS = 500

interface DraftState {
  readonly draft: Draft
  readonly wrong: Wrong
  /** Whether the shop knows of all that is complete. */
  readonly isSaved: boolean
  setWrong(wrong: Wrong): void
  change(part: Partial<Draft>): void
  /** Saves at once what is complete. */
  save(): Promise<void>
}

/** What is typed: kept against a reload, and saved to the cart as parts of it are complete. */
export function useDraft(cart: Cart, isShipped: boolean): DraftState {
  const me = useMe()
  const [draft, setDraft] = useState<Draft>(() => {
    const first = readDraft(sessionStorage, me?.id ?? null) ?? draftOf(cart, me?.id ?? null)
    return first.email === '' && me ? { ...first, email: me.email } : first
  })
  const latest = useRef(draft)
  latest.current = draft
  const [wrong, setWrong] = useState<Wrong>({})
  const told = useRef<Contact>(toContact(cart))
  const saving = useRef(Promise.resolve())
  const [isSaved, setSaved] = useState(false)

  async function tell(): Promise<void> {
    const news = newsIn(contactOf(draft, isShipped), told.current)
    if (news) {
      try {
        await changeCart(saveContact(news))
        told.current = { ...told.current, ...news }
      } catch (error) {
        setWrong((last) => ({ ...last, ...wrongBy(Object.keys(fieldErrors(error))) }))
        throw error
      }
    }
    if (latest.current === draft) setSaved(true)
  }

  // One after the other: what the one before could not save, who pays must not take for saved.
  function save(): Promise<void> {
    const saved = saving.current.then(tell)
    saving.current = saved.catch(() => {})
    return saved
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed is the reason to save
  useEffect(() => {
    writeDraft(sessionStorage, draft)
    setSaved(false)
    // Whoever pays is told what went wrong; until then it is tried again with the next change.
    const timer = setTimeout(() => save().catch(() => {}), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [draft, isShipped])

  function change(part: Partial<Draft>): void {
    setWrong(without(wrong, draft, part))
    setDraft((last) => ({ ...last, ...part }))
  }

  return { draft, wrong, isSaved, setWrong, change, save }
}

const toContact = ({ email, shippingAddress, billingAddress }: Cart): Contact => ({
  email,
  shippingAddress,
  billingAddress,
})

/** A field that is being mended is not called wrong any more. */
function without(wrong: Wrong, draft: Draft, part: Partial<Draft>): Wrong {
  const isMended = (place: string) => {
    const [group = '', field = ''] = place.split('.') as [keyof Draft, string]
    if (!(group in part)) return false
    const [before, after] = [draft[group as keyof Draft], part[group as keyof Draft]]
    if (field === '') return true
    return (before as never)?.[field] !== (after as never)?.[field]
  }
  return Object.fromEntries(Object.entries(wrong).filter(([place]) => !isMended(place)))
}
