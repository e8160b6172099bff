import type { FigurePeers, ProcessFigures } from '#http/metrics.ts'
import type { FanOut } from '#kernel/fan-out.ts'
import type { Report, Word } from './messages.ts'

export interface Peers extends FanOut, FigurePeers {
  hear(word: Word): void
}

/** At most one message in so long, however much is committed. */
const TELL_EVERY_MS = 20
const OTHERS_MS_MAX = 2_000

/** The other processes of this machine, by way of the one that watches over all. */
export function createPeers(report: (message: Report) => void): Peers {
  const wakes: (() => void)[] = []
  const asked = new Map<number, (figures: readonly ProcessFigures[]) => void>()
  let read: (() => Promise<ProcessFigures>) | undefined
  let isTelling = false
  let asks = 0

  return {
    tell() {
      if (isTelling) return
      isTelling = true
      const send = () => {
        isTelling = false
        report({ say: 'committed' })
      }
      setTimeout(send, TELL_EVERY_MS).unref()
    },
    onTold: (wake) => void wakes.push(wake),
    onAsked: (answer) => {
      read = answer
    },
    others() {
      const ask = ++asks
      return new Promise((resolve) => {
        const settle = (figures: readonly ProcessFigures[]) => {
          asked.delete(ask)
          clearTimeout(timer)
          resolve(figures)
        }
        const timer = setTimeout(settle, OTHERS_MS_MAX, [])
        asked.set(ask, settle)
        report({ say: 'others?', ask })
      })
    },
    hear(word) {
      if (word.say === 'committed') for (const wake of wakes) wake()
      if (word.say === 'others') asked.get(word.ask)?.(word.figures)
      if (word.say === 'figures?') {
        void read?.().then((figures) => report({ say: 'figures', ask: word.ask, figures }))
      }
    },
  }
}
