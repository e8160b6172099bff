import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { shop } from '../shop.ts'

let isFirstPage = true

/**
 * Names the page and, after going there from another page, moves the focus to its heading, so that who
 * cannot see the change hears of it. Put the ref on the `h1`.
 */
export function usePage(title: string | undefined) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { data } = useQuery(shop.query('/shop'))
  const name = data?.name ?? ''
  useEffect(() => {
    // The server's own title stays until the page knows better.
    if (title !== undefined) document.title = title === name || !name ? title : `${title} · ${name}`
  }, [title, name])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [])
  return heading
}
