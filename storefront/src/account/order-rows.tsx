import { Button } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { Link } from '@tanstack/react-router'
import { useTexts } from '../language.tsx'
import { useMoney } from '../money.ts'
import classes from './account.module.css'
import { useDates } from './dates.ts'
import orderClasses from './order-rows.module.css'
import { Tag } from './section.tsx'
import { ordersTexts } from './texts-orders.ts'

type Order = Schemas['Order']

/** Orders, each a link to its page; where there is none, a word on what will be here. */
export function OrderRows({ orders }: { orders: readonly Order[] }) {
  const t = useTexts(ordersTexts)
  if (orders.length === 0) {
    return (
      <div className={classes.empty}>
        <p>{t.none}</p>
        <Button component={Link} to="/" variant="default">
          {t.toShop}
        </Button>
      </div>
    )
  }
  return (
    <ul className={classes.rows}>
      {orders.map((order) => (
        <OrderRow key={order.id} order={order} />
      ))}
    </ul>
  )
}

const TONES = {
  pending: 'plain',
  placed: 'plain',
  paid: 'good',
  fulfilled: 'good',
  cancelled: 'off',
} as const

function OrderRow({ order }: { order: Order }) {
  const t = useTexts(ordersTexts)
  const money = useMoney()
  const { day } = useDates()
  const { id, number, status, lines, totals, placedAt, createdAt } = order
  const [first] = lines
  return (
    <li className={orderClasses.row}>
      <Picture src={first?.image ?? null} />
      <div className={orderClasses.what}>
        <Link to="/orders/$orderId" params={{ orderId: id }} className={orderClasses.link}>
          {t.number(number)}
        </Link>
        <div className={classes.soft}>{day(placedAt ?? createdAt)}</div>
        {first && <div className={classes.soft}>{t.andMore(first.title, lines.length - 1)}</div>}
      </div>
      <div className={orderClasses.end}>
        <Tag tone={TONES[status]}>{t.status[status]}</Tag>
        <span>{money(totals.total)}</span>
      </div>
    </li>
  )
}

const Picture = ({ src }: { src: string | null }) =>
  src ? (
    <img className={orderClasses.picture} src={src} alt="" width={56} height={56} loading="lazy" />
  ) : (
    <span className={orderClasses.picture} />
  )
