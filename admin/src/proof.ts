import { ShopError } from '@marketsquare/sdk'

type Answer = (proved: boolean) => void

let ask: ((answer: Answer) => void) | undefined

/** The dialog that asks once more who is there; it registers itself while it is on the page. */
export function onProofNeeded(open: (answer: Answer) => void): () => void {
  ask = open
  return () => {
    ask = undefined
  }
}

let asking: Promise<boolean> | undefined

/** Several actions that wait for a proof wait for the same one. */
function prove(): Promise<boolean> {
  const open = ask
  if (!open) return Promise.resolve(false)
  asking ??= new Promise<boolean>(open).finally(() => {
    asking = undefined
  })
  return asking
}

/** Does it; where the shop wants to know once more who is there, asks them, then does it again. */
export async function withProof<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    const isNeeded = error instanceof ShopError && error.code === 'access.step_up_needed'
    if (!isNeeded || !(await prove())) throw error
    return act()
  }
}
