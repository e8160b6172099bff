import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { shop } from '../../shop.ts'
import css from './dashboard.module.css'
import { MoreLink } from './more-link.tsx'

const SHOWN = 6
const SKELETON = <Skeleton height={260} />

export function LowStock() {
  const query = useQuery(shop.query('/admin/low-stock'))
  return (
    <Card title="Low stock" actions={<MoreLink to="/stock" label="All stock" />}>
      <Loaded query={query} skeleton={SKELETON}>
        {({ data, below }) =>
          data.length === 0 ? (
            <Text size="sm" c="dimmed">
              Enough of everything: nothing has fewer than {below} in stock.
            </Text>
          ) : (
            <ul className={css.list}>
              {data.slice(0, SHOWN).map(({ variantId, productId, title, variantTitle, sku, onHand }) => (
                <li key={variantId}>
                  <div style={{ minWidth: 0 }}>
                    <Link to={`/products/${productId}`} className={css.link}>
                      {title}
                    </Link>
                    <Text size="xs" c="dimmed">
                      {[variantTitle, sku].filter(Boolean).join(' · ')}
                    </Text>
                  </div>
                  <StatusBadge tone={onHand > 0 ? 'warn' : 'bad'}>
                    {onHand > 0 ? `${onHand} left` : 'Sold out'}
                  </StatusBadge>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}
