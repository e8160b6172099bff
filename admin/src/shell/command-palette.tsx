import { Spotlight } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCan } from '../session/me.ts'
import css from './command-palette.module.css'
import { placesFor } from './navigation.ts'
import { useFound } from './use-found.ts'

/** ⌘K: jump to a page, or to an order, a product or a customer by what one knows of them. */
export function CommandPalette() {
  const [text, setText] = useState('')
  const navigate = useNavigate()
  const found = useFound(text)
  const words = text.trim().toLowerCase()
  const areas = placesFor(useCan()).map(({ label, places }) => ({
    group: label,
    actions: places
      .filter((place) => place.label.toLowerCase().includes(words))
      .map(({ label: name, to, icon: Icon }) => ({
        id: to,
        label: name,
        leftSection: <Icon size={17} strokeWidth={1.8} aria-hidden />,
        onClick: () => void navigate({ to }),
      })),
  }))
  const hits = found.map(({ group, hits: each }) => ({
    group,
    actions: each.map(({ id, label, description, to }) => ({
      id,
      label,
      description,
      onClick: () => void navigate({ to }),
    })),
  }))
  useFirstSelected(hits.flatMap(({ actions }) => actions.map(({ id }) => id)).join())
  return (
    <Spotlight
      actions={[...hits, ...areas].filter(({ actions }) => actions.length > 0)}
      // What is found was asked for by these words already.
      filter={(_, actions) => actions}
      query={text}
      onQueryChange={setText}
      shortcut={null}
      nothingFound="Nothing found. Try the number of an order, an e-mail address, or the title of a product."
      searchProps={{
        leftSection: <Search size={18} aria-hidden />,
        placeholder: 'Search orders, products, customers…',
        'aria-label': 'Search orders, products, customers and pages',
      }}
      classNames={{ action: css.action, actionDescription: css.description }}
      attributes={{ content: { 'aria-label': 'Search' } }}
      centered={false}
      scrollable
      maxHeight={440}
    />
  )
}

/** What is found comes after the list has chosen what Enter opens: if that was nothing, the first of it. */
function useFirstSelected(found: string): void {
  useEffect(() => {
    const list = document.querySelector('.mantine-Spotlight-actionsList')
    if (!found || list?.querySelector('[data-selected]')) return
    list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true')
  }, [found])
}
