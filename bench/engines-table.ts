import type { ShopFigures } from './report.ts'
import type { Row } from './rounds.ts'
import { figure, type Table } from './table.ts'

/** One row for each load, three columns for each engine; CPU time is that of the shop and of the database. */
export function enginesTable(rows: readonly Row[], shops: readonly ShopFigures[]): Table {
  const [first] = shops
  const loads = rows.filter(({ shop }) => shop === first?.name)
  const cells = ({ name }: ShopFigures, { workload, concurrency }: Row): string[] => {
    const row = rows.find(
      (each) => each.shop === name && each.workload === workload && each.concurrency === concurrency,
    )
    const { perSecond, p50Ms, cpuMsEach, databaseCpuMsEach } = row?.measured ?? {}
    const cpuMs = cpuMsEach === undefined ? undefined : cpuMsEach + (databaseCpuMsEach ?? 0)
    return [figure(perSecond), figure(p50Ms), figure(cpuMs)]
  }
  return {
    head: ['', 'at once', ...shops.flatMap(({ title }) => [`${title}: per second`, 'p50 ms', 'CPU ms'])],
    rows: loads.map((load) => [
      load.title,
      String(load.concurrency),
      ...shops.flatMap((shop) => cells(shop, load)),
    ]),
  }
}
