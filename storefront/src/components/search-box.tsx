import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Search, X } from 'lucide-react'
import {
  type FocusEvent,
  type FormEvent,
  type KeyboardEvent,
  lazy,
  Suspense,
  useId,
  useRef,
  useState,
} from 'react'
import type { Suggestion, Suggestions as SuggestionList } from '../catalogue/suggestions.tsx'
import { useTexts } from '../language.tsx'
import { commonTexts } from '../texts/common.ts'
import classes from './search-box.module.css'

const Suggestions = lazy(() =>
  import('../catalogue/suggestions.tsx').then(
    ({ Suggestions }) => ({ default: Suggestions }),
    // The page with all that was found is there without them.
    () => ({ default: (() => null) as typeof SuggestionList }),
  ),
)

const SHORTEST = 2
const LONGEST = 200

/** Search as you type: a combobox, whose list is loaded when somebody first goes there. */
export function SearchBox() {
  const t = useTexts(commonTexts)
  const box = useSearchBox()
  const isOpen = box.isOpen && box.term.trim().length >= SHORTEST
  return (
    <search className={classes.search} onBlur={box.onBlur}>
      <form action="/search" className={classes.form} onSubmit={box.onSubmit}>
        <Search size={18} aria-hidden className={classes.icon} />
        <input
          ref={box.input}
          className={classes.input}
          name="q"
          type="text"
          enterKeyHint="search"
          inputMode="search"
          role="combobox"
          aria-label={t.search}
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={isOpen ? box.listId : undefined}
          aria-activedescendant={isOpen && box.active >= 0 ? `${box.listId}-${box.active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          maxLength={LONGEST}
          placeholder={t.searchHint}
          value={box.term}
          onChange={({ currentTarget }) => box.type(currentTarget.value)}
          onFocus={box.onFocus}
          onKeyDown={box.onKeyDown}
        />
        {box.term !== '' && (
          <button type="button" className={classes.clear} aria-label={t.clear} onClick={box.clear}>
            <X size={18} aria-hidden />
          </button>
        )}
      </form>
      {box.wasFocused && (
        <Suspense>
          <Suggestions
            id={box.listId}
            term={box.term}
            isOpen={isOpen}
            active={box.active}
            onChange={box.setSuggestions}
            onPick={box.pick}
          />
        </Suspense>
      )}
    </search>
  )
}

function useSearchBox() {
  const input = useRef<HTMLInputElement>(null)
  const listId = useId()
  const field = useField()
  const { close, setTyped, setIsOpen } = field
  const [wasFocused, setWasFocused] = useState(false)
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([])
  const open = useOpen()
  const pick = (suggestion: Suggestion) => {
    close()
    setTyped(undefined)
    input.current?.blur()
    open(suggestion)
  }
  return {
    ...field,
    ...useKeys(field, suggestions.length),
    listId,
    input,
    wasFocused,
    setSuggestions,
    pick,
    clear() {
      field.type('')
      input.current?.focus()
    },
    onFocus() {
      setWasFocused(true)
      setIsOpen(true)
    },
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
      if (!currentTarget.contains(relatedTarget)) close()
    },
    onSubmit(event: FormEvent) {
      event.preventDefault()
      const chosen = field.isOpen ? suggestions[field.active] : undefined
      if (chosen) pick(chosen)
      else if (field.term.trim() !== '') pick({ q: field.term.trim() })
    },
  }
}

/** What stands in the field, and which of the list is meant; -1 for the field itself. */
function useField() {
  const asked = useRouterState({ select: ({ location }) => askedFor(location) })
  const [last, setLast] = useState<{ readonly asked: string; readonly text: string }>()
  // Elsewhere the field says again what the page was asked for.
  const typed = last?.asked === asked ? last.text : undefined
  const setTyped = (text: string | undefined) => setLast(text === undefined ? undefined : { asked, text })
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  return {
    term: typed ?? asked,
    isOpen,
    active,
    setTyped,
    setIsOpen,
    setActive,
    close() {
      setIsOpen(false)
      setActive(-1)
    },
    type(text: string) {
      setTyped(text)
      setActive(-1)
      setIsOpen(true)
    },
  }
}

function useKeys({ term, isOpen, active, ...field }: ReturnType<typeof useField>, count: number) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      field.setIsOpen(true)
      field.setActive(next(active, step, count))
    } else if (event.key === 'Escape') {
      event.preventDefault()
      // The first closes the list, the second empties the field.
      if (isOpen && term.trim().length >= SHORTEST) field.close()
      else field.setTyped('')
    }
  }
  return { onKeyDown }
}

function useOpen(): (suggestion: Suggestion) => void {
  const navigate = useNavigate()
  return (suggestion) => {
    if ('q' in suggestion) void navigate({ to: '/search', search: { q: suggestion.q } })
    else void navigate({ to: '/products/$handle', params: { handle: suggestion.handle } })
  }
}

/** Round in a circle that has the field itself in it. */
const next = (active: number, step: number, count: number): number =>
  ((active + 1 + step + count + 1) % (count + 1)) - 1

const askedFor = ({ pathname, search }: { pathname: string; search: { q?: string } }): string =>
  pathname === '/search' ? (search.q ?? '') : ''
