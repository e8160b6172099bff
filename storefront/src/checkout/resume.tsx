import { Loader, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { blankCart } from '../cart/estimate.ts'
import { useTexts } from '../language.tsx'
import { finishOpen } from './buy.ts'
import { checkoutTexts } from './texts.ts'
import { type Trouble, toTrouble } from './trouble.ts'
import { TroubleAlert } from './trouble-alert.tsx'
import { useGoOn } from './use-go-on.ts'

/** After a reload, finds out what became of a purchase whose answer was lost. */
export function Resume({ onNothing }: { onNothing(): void }) {
  const t = useTexts(checkoutTexts)
  const goOn = useGoOn()
  const [trouble, setTrouble] = useState<Trouble>()
  async function resume() {
    setTrouble(undefined)
    try {
      const order = await finishOpen()
      if (order) await goOn(order)
      else onNothing()
    } catch (error) {
      setTrouble(toTrouble(error))
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it is shown
  useEffect(() => void resume(), [])
  if (trouble) return <TroubleAlert trouble={trouble} cart={blankCart('')} retry={() => void resume()} />
  return (
    <Stack align="center" py={80} role="status">
      <Loader />
      <Text>{t.paying}</Text>
    </Stack>
  )
}
