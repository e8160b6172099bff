import type { Schemas } from '@marketsquare/sdk'

export type Order = Schemas['Order']

export type StepName = 'ordered' | 'paid' | 'shipped' | 'partly' | 'cancelled'

export interface Step {
  readonly name: StepName
  readonly state: 'done' | 'now' | 'next'
}

/** How far an order has come, as its customer sees it. */
export function stepsOf({
  status,
  fulfilments,
  lines,
}: Pick<Order, 'status' | 'fulfilments' | 'lines'>): Step[] {
  const needsShipping = lines.some(({ requiresShipping }) => requiresShipping)
  const steps: Step[] = [{ name: 'ordered', state: status === 'pending' ? 'now' : 'done' }]
  if (status === 'cancelled') return [...steps, { name: 'cancelled', state: 'done' }]
  const isPaid = status === 'paid' || status === 'fulfilled'
  steps.push({ name: 'paid', state: isPaid ? 'done' : status === 'placed' ? 'now' : 'next' })
  if (!needsShipping && status !== 'fulfilled') return steps
  const isPartly = status !== 'fulfilled' && fulfilments.length > 0
  const state = status === 'fulfilled' ? 'done' : isPaid ? 'now' : 'next'
  return [...steps, { name: isPartly ? 'partly' : 'shipped', state }]
}
