import { useState } from 'react'

/** Somebody called it off: nothing went wrong, and nothing happened. */
export class CalledOff extends Error {}

interface State {
  readonly isBusy: boolean
  readonly fault: unknown
}

/** Something that a click does: whether it is under way, and what went wrong the last time. */
export function useAction<A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>) {
  const [state, setState] = useState<State>({ isBusy: false, fault: undefined })
  async function run(...args: A): Promise<void> {
    if (state.isBusy) return
    const pressed = document.activeElement
    setState({ isBusy: true, fault: undefined })
    try {
      await act(...args)
      setState({ isBusy: false, fault: undefined })
    } catch (error) {
      setState({ isBusy: false, fault: error instanceof CalledOff ? undefined : error })
    }
    giveBack(pressed)
  }
  return { ...state, run, forget: () => setState({ isBusy: false, fault: undefined }) }
}

const SETTLED_MS = 80

/** A button cannot hold the focus while it is busy. It gets it back, unless it went on elsewhere. */
function giveBack(pressed: Element | null): void {
  setTimeout(() => {
    if (document.activeElement === document.body && pressed instanceof HTMLElement) pressed.focus()
  }, SETTLED_MS)
}
