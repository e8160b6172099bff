import { createContext, type ReactNode, use, useCallback, useState } from 'react'
import { codeOf } from './account-faults.ts'
import { ProofDialog } from './proof-dialog.tsx'
import { CalledOff } from './use-action.ts'

/** Does something delicate: where the shop wants to know once more who it is, it is asked, and then done. */
export type Guard = <T>(act: () => Promise<T>) => Promise<T>

const GuardContext = createContext<Guard | undefined>(undefined)

interface Asked {
  readonly proved: () => void
  readonly calledOff: () => void
}

export function StepUp({ email, children }: { email: string; children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>()
  const guard = useCallback<Guard>(async (act) => {
    try {
      return await act()
    } catch (error) {
      if (codeOf(error) !== 'access.step_up_needed') throw error
      await new Promise<void>((resolve, reject) => {
        setAsked({ proved: resolve, calledOff: () => reject(new CalledOff()) })
      }).finally(() => setAsked(undefined))
      return act()
    }
  }, [])
  return (
    <GuardContext value={guard}>
      {children}
      <ProofDialog
        email={email}
        isOpen={asked !== undefined}
        onProved={asked?.proved}
        onClose={asked?.calledOff}
      />
    </GuardContext>
  )
}

export function useGuard(): Guard {
  const guard = use(GuardContext)
  if (!guard) throw new Error('There is no StepUp around this component.')
  return guard
}
