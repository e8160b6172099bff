import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Status } from '../components/hidden.tsx'
import { useExplain } from '../faults.ts'
import { useTexts } from '../language.tsx'
import { Picture } from './picture.tsx'
import { Price } from './price.tsx'
import { type Product, priceTag } from './prices.ts'
import { searchQuery } from './queries.ts'
import classes from './suggestions.module.css'
import { catalogueTexts } from './texts.ts'

/** A product, or the page with all that was found. */
export type Suggestion = { readonly handle: string } | { readonly q: string }

interface SuggestionsProps {
  readonly id: string
  readonly term: string
  readonly isOpen: boolean
  /** The place of the one that the arrow keys are on; -1 for none. */
  readonly active: number
  onChange(suggestions: readonly Suggestion[]): void
  onPick(suggestion: Suggestion): void
}

const SHOWN = 6
const PAUSE_MS = 150

/** The list of a combobox. The focus stays in the field: which one is meant, that says. */
export function Suggestions({ id, term, isOpen, active, onChange, onPick }: SuggestionsProps) {
  const t = useTexts(catalogueTexts)
  const explain = useExplain()
  const q = useSettled(term.trim())
  const { data, error, isPlaceholderData } = useQuery({
    ...searchQuery({ q, limit: SHOWN }),
    enabled: isOpen && q.length > 1,
    placeholderData: keepPreviousData,
  })
  const products = data?.data
  useEffect(() => {
    onChange(products ? [...products.map(({ handle }) => ({ handle })), { q }] : [])
  }, [products, q, onChange])
  if (!isOpen) return null
  const option = (at: number, suggestion: Suggestion, children: ReactNode) => (
    <Option key={at} id={`${id}-${at}`} isActive={at === active} pick={() => onPick(suggestion)}>
      {children}
    </Option>
  )
  return (
    <div className={classes.panel}>
      {!products && <p className={classes.note}>{error ? explain(error) : t.searching}</p>}
      {products?.length === 0 && <p className={classes.note}>{t.nothingFound(q)}</p>}
      <div id={id} role="listbox" aria-label={t.suggestions}>
        {products?.map((product, at) => option(at, { handle: product.handle }, <Hit product={product} />))}
        {products && products.length > 0 && option(products.length, { q }, <span>{t.allResults(q)}</span>)}
      </div>
      <Status>{products && !isPlaceholderData ? t.hits(products.length) : ''}</Status>
    </div>
  )
}

interface OptionProps {
  readonly id: string
  readonly isActive: boolean
  readonly children: ReactNode
  pick(): void
}

function Option({ id, isActive, children, pick }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus, and has the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={classes.option}
      ref={isActive ? (row) => row?.scrollIntoView({ block: 'nearest' }) : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={pick}
    >
      {children}
    </div>
  )
}

function Hit({ product }: { product: Product }) {
  const tag = priceTag(product)
  return (
    <>
      <span className={classes.picture}>
        <Picture image={product.images[0] && { url: product.images[0].url, alt: '' }} />
      </span>
      <span className={classes.title}>{product.title}</span>
      {tag && <Price price={tag.price} before={null} isFrom={tag.isFrom} />}
    </>
  )
}

/** The text after a pause in typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
