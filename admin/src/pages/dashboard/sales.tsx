import '@mantine/charts/styles.css'
import { AreaChart } from '@mantine/charts'
import { SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { formatMoney, toMajor } from '../../money.ts'
import { shop } from '../../shop.ts'
import css from './dashboard.module.css'
import { changeOf, dayAgo, dayLabel, type Figures, sumOf } from './sales-figures.ts'

const RANGES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
]

/** What was sold by day, and whether that is more than before. */
export function Sales() {
  const [range, setRange] = useState('30')
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const query = useQuery({
    ...shop.query('/admin/sales', {
      query: { from: dayAgo(2 * Number(range) - 1), to: dayAgo(0), timeZone },
    }),
    placeholderData: (before) => before,
  })
  return (
    <Card
      title="Sales"
      actions={
        <SegmentedControl aria-label="Time" size="xs" data={RANGES} value={range} onChange={setRange} />
      }
    >
      <Loaded query={query} skeleton={<Skeleton height={330} />}>
        {({ currency, days }) => {
          // While others are asked for, those of the range before are shown.
          const length = days.length / 2
          const now = days.slice(-length)
          const before = sumOf(days.slice(0, -length))
          return (
            <Stack gap="lg">
              <SalesFigures now={sumOf(now)} before={before} currency={currency} length={length} />
              {now.some(({ sales }) => sales > 0) ? (
                <Chart days={now} currency={currency} />
              ) : (
                <Text size="sm" c="dimmed" className={css.none}>
                  Nothing was sold in these {length} days. Sales appear here by day, as they come.
                </Text>
              )}
            </Stack>
          )
        }}
      </Loaded>
    </Card>
  )
}

interface SalesFiguresProps {
  readonly now: Figures
  readonly before: Figures
  readonly currency: string
  readonly length: number
}

function SalesFigures({ now, before, currency, length }: SalesFiguresProps) {
  const money = (amount: number) => formatMoney({ amount, currency })
  const shown: readonly (readonly [label: string, of: keyof Figures, said: string])[] = [
    ['Sales', 'sales', money(now.sales)],
    ['Orders', 'orders', String(now.orders)],
    ['Average order', 'average', money(now.average)],
    ['Refunds', 'refunds', money(now.refunds)],
  ]
  return (
    <dl className={css.figures}>
      {shown.map(([label, of, said]) => {
        const change = changeOf(now[of], before[of])
        return (
          <div key={of} className={css.figure}>
            <dt>{label}</dt>
            <dd className={css.amount}>{said}</dd>
            <Text component="dd" size="xs" c="dimmed">
              {change === null
                ? `None in the ${length} days before`
                : `${change} vs. the ${length} days before`}
            </Text>
          </div>
        )
      })}
    </dl>
  )
}

type Day = { readonly date: string; readonly sales: number }

function Chart({ days, currency }: { days: readonly Day[]; currency: string }) {
  const best = days.reduce((most, day) => (day.sales > most.sales ? day : most), { date: '', sales: 0 })
  const money = (major: number) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, notation: 'compact' }).format(major)
  return (
    <div
      role="img"
      aria-label={`Sales by day. The most on ${dayLabel(best.date)}: ${formatMoney({ amount: best.sales, currency })}.`}
    >
      <AreaChart
        h={230}
        data={days.map(({ date, sales }) => ({ date: dayLabel(date), sales: toMajor(sales, currency) }))}
        dataKey="date"
        series={[{ name: 'sales', label: 'Sales', color: 'var(--good)' }]}
        valueFormatter={money}
        curveType="monotone"
        gridAxis="x"
        withDots={false}
        strokeWidth={2}
        fillOpacity={0.18}
        tickLine="none"
        yAxisProps={{ width: 52, allowDecimals: false }}
        xAxisProps={{ minTickGap: 36 }}
        areaProps={{ isAnimationActive: false }}
        areaChartProps={{ accessibilityLayer: false }}
      />
    </div>
  )
}
