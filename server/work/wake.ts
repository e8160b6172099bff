export interface Waker {
  /** There may be something new. Costs nothing to call often. */
  wake(): void
  stop(): void
}

/**
 * Looks soon after being woken, and then not again for so many milliseconds, however often it is woken. What
 * wakes it meanwhile is looked for at the end of them. The look must not reject.
 */
export function createWaker(look: () => Promise<void>, everyMs: number): Waker {
  let isWoken = false
  let isBusy = false
  let isStopped = false
  let timer: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    if (isStopped) return
    isWoken = false
    await look()
    if (!isStopped) timer = setTimeout(rest, everyMs)
  }

  function rest(): void {
    if (isWoken) void run()
    else isBusy = false
  }

  return {
    wake() {
      isWoken = true
      if (isBusy || isStopped) return
      isBusy = true
      // Not in this turn of the event loop: an engine may have been asked in it already what is new.
      setImmediate(run)
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
