import { notifications } from '@mantine/notifications'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import { tell, tellFault, useSave } from '../../components/use-save.ts'
import { isStale } from '../../explain.ts'
import { queries } from '../../queries.ts'
import { shop } from '../../shop.ts'
import { nameOf, type StockRow, showStock } from './stock-rows.ts'

type Level = Pick<StockRow, 'onHand' | 'tracked' | 'backorder'>

type Stock = Schemas['Stock']

const stockOf = (variantId: string) =>
  shop.query('/admin/variants/{variantId}/stock', { path: { variantId } })

/**
 * Sets the stock of a variant: shown at once, put back where the shop says no. The version that it goes
 * with is the one read as somebody begins to type, so that what was sold meanwhile is not typed over.
 */
export function useCount(row: StockRow) {
  const [wish, setWish] = useState<Partial<Level>>()
  const { variantId } = row
  const begin = () => queries.fetchQuery({ ...stockOf(variantId), staleTime: 0 })
  /** As it is there now, which may be other than the list knows. */
  const look = async () => {
    const now = await begin()
    if (now.onHand !== row.onHand || now.tracked !== row.tracked) showStock(variantId, now)
    return now
  }
  const saving = useSave<Partial<Level>, Level>({
    async save(change) {
      const seen = queries.getQueryData<Stock>(stockOf(variantId).queryKey)
      // A count goes with what was seen as it was typed; a switch leaves the count as it is now.
      const known = (change.onHand !== undefined && seen) || (await begin())
      const level = { onHand: known.onHand, tracked: row.tracked, backorder: row.backorder, ...change }
      showStock(variantId, level)
      try {
        const ask = { path: { variantId }, body: level, version: known.version }
        const saved = await shop.put('/admin/variants/{variantId}/stock', ask)
        queries.setQueryData(stockOf(variantId).queryKey, saved)
        return saved
      } catch (error) {
        showStock(variantId, { onHand: row.onHand, tracked: row.tracked, backorder: row.backorder })
        const now = await look().catch(() => undefined)
        if (now && isStale(error)) tellMoved(row, now.onHand)
        else tellFault(error)
        throw error
      }
    },
    refresh: ['/admin/low-stock', `/admin/variants/${variantId}/movements`],
    isQuiet: true,
    onSaved: (_saved, { onHand }) => {
      if (onHand !== undefined) tell(`${nameOf(row)}: ${onHand} on hand.`)
    },
  })
  const set = (change: Partial<Level>) => {
    setWish(change)
    const over = () => setWish(undefined)
    void saving.saveAsync(change).then(over, over)
  }
  return { level: { ...row, ...wish }, set, look, isSaving: saving.isSaving }
}

const tellMoved = (row: StockRow, onHand: number) =>
  notifications.show({
    title: 'The stock moved meanwhile',
    message: `${nameOf(row)}: it is ${onHand} now. Your count was not taken; type it again if it is still right.`,
    color: 'red',
    autoClose: 8000,
  })
