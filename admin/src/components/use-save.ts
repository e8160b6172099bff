import { notifications } from '@mantine/notifications'
import { type QueryKey, useMutation } from '@tanstack/react-query'
import { explain, isStale } from '../explain.ts'
import { queries, refresh } from '../queries.ts'

interface Optimistic<Input> {
  /** What is shown from: `shop.query(…).queryKey`. */
  readonly queryKey: QueryKey
  /** What it will most likely be; put back as it was if the shop says no. Each caller knows what it shows. */
  update(shown: unknown, input: Input): unknown
}

interface SaveOptions<Input, Reply> {
  readonly save: (input: Input) => Promise<Reply>
  /** Said once it is done. */
  readonly done?: string | ((reply: Reply, input: Input) => string)
  /** Shown at once, before the shop has answered. */
  readonly optimistic?: Optimistic<Input>
  /** The key that the reply is the new state of, so that it needs not be read again. */
  readonly keep?: QueryKey
  /** Addresses whose lists and pages are asked again, such as `/admin/orders`. */
  readonly refresh?: readonly string[]
  readonly onSaved?: (reply: Reply, input: Input) => void
  /** The error is shown by the page: a FaultAlert, a form, a dialog. Else a notification says it. */
  readonly isQuiet?: boolean
}

export interface Saving<Input, Reply> {
  readonly save: (input: Input) => void
  /** Rejects where the shop says no. */
  readonly saveAsync: (input: Input) => Promise<Reply>
  readonly isSaving: boolean
  readonly error: unknown
  readonly reset: () => void
}

/** A change: shown at once where it may be, put back if refused, said when done. */
export function useSave<Input = void, Reply = unknown>(
  options: SaveOptions<Input, Reply>,
): Saving<Input, Reply> {
  const { done, optimistic, keep } = options
  const change = useMutation({
    mutationFn: options.save,
    onMutate: (input: Input) => optimistic && show(optimistic, input),
    onError(error, _input, putBack) {
      putBack?.()
      if (!options.isQuiet) tellFault(error)
      // A form keeps what is typed in it. Anything else shows how it is now: so do what was shown too early,
      // and the list behind a form whose thing somebody else has changed.
      if (options.isQuiet && !optimistic && !isStale(error)) return
      void refresh(...(options.refresh ?? []))
    },
    async onSuccess(reply, input) {
      if (keep) queries.setQueryData(keep, reply)
      if (done) tell(typeof done === 'string' ? done : done(reply, input))
      options.onSaved?.(reply, input)
      await refresh(...(options.refresh ?? []))
    },
  })
  return {
    save: (input) => change.mutate(input),
    saveAsync: change.mutateAsync,
    isSaving: change.isPending,
    error: change.error,
    reset: change.reset,
  }
}

async function show<Input>({ queryKey, update }: Optimistic<Input>, input: Input): Promise<() => void> {
  await queries.cancelQueries({ queryKey })
  const before = queries.getQueryData(queryKey)
  if (before !== undefined) queries.setQueryData(queryKey, update(before, input))
  return () => queries.setQueryData(queryKey, before)
}

export const tell = (message: string): void => {
  notifications.show({ message, color: 'pine', autoClose: 4000 })
}

export const tellFault = (error: unknown): void => {
  notifications.show({ ...explain(error), color: 'red', autoClose: 8000 })
}
