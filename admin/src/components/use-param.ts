import { useParams } from '@tanstack/react-router'

/** A part of the page's address: `useParam('orderId')` at `/orders/$orderId`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>
  return params[name] ?? ''
}
