import type { Cluster, Worker } from 'node:cluster'
import type { ProcessFigures } from '#http/metrics.ts'
import type { Report, Word } from './messages.ts'

/** Whoever has not answered by then is left out. */
const FIGURES_MS_MAX = 1_000

/** Passes on what the processes that serve tell and ask each other. */
export function relay(cluster: Cluster, open: () => readonly Worker[]): void {
  const gatherings = new Map<number, (figures: ProcessFigures) => void>()
  let asks = 0

  const others = (than: Worker) => open().filter((each) => each !== than && each.isConnected())

  function gather(from: Worker, ask: number): void {
    const asked = others(from)
    const own = ++asks
    const figures: ProcessFigures[] = []
    const answer = () => {
      clearTimeout(timer)
      gatherings.delete(own)
      tell(from, { say: 'others', ask, figures })
    }
    const timer = setTimeout(answer, FIGURES_MS_MAX)
    gatherings.set(own, (each) => {
      figures.push(each)
      if (figures.length === asked.length) answer()
    })
    for (const each of asked) tell(each, { say: 'figures?', ask: own })
    if (asked.length === 0) answer()
  }

  cluster.on('message', (from: Worker, report: Report) => {
    if (report.say === 'committed') for (const each of others(from)) tell(each, { say: 'committed' })
    if (report.say === 'others?') gather(from, report.ask)
    if (report.say === 'figures') gatherings.get(report.ask)?.(report.figures)
  })
}

/** To one that may be about to end. */
export function tell(to: Worker, word: Word): void {
  if (to.isConnected()) to.send(word, () => {})
}
