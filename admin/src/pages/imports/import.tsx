import { Alert, Button, Progress, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { Card } from '../../components/card.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { useParam } from '../../components/use-param.ts'
import { When } from '../../components/when.tsx'
import { refresh } from '../../queries.ts'
import { shop } from '../../shop.ts'
import css from './import.module.css'
import { bytesText, type Import, ImportState, isUnderWay, percentOf } from './import-state.tsx'
import { Refusals } from './refusals.tsx'

const POLL_MS = 1000

/** One import: live while it runs, then what it did. */
export function ImportPage() {
  const importId = useParam('importId')
  const found = useQuery({
    ...shop.query('/admin/imports/{importId}', { path: { importId } }),
    refetchInterval: ({ state: { data } }) => (data && !isUnderWay(data) ? false : POLL_MS),
  })
  const run = found.data
  const state = run?.state
  useEffect(() => {
    if (state === 'done') void refresh('/admin/products', '/admin/categories', '/admin/low-stock')
  }, [state])
  return (
    <Page
      title="Import"
      badge={run && <ImportState run={run} />}
      lead={
        run && (
          <>
            Sent <When at={run.createdAt} />, {bytesText(run.bytes)}
          </>
        )
      }
      breadcrumbs={[{ label: 'Imports', to: '/imports' }]}
      actions={
        state === 'done' && (
          <Button component={Link} to="/products">
            See the products
          </Button>
        )
      }
    >
      <Loaded query={found}>
        {(shown) => (
          <>
            {shown.state === 'failed' && <Failure run={shown} />}
            <Tally run={shown} />
            <Refusals run={shown} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

const Failure = ({ run }: { run: Import }) => (
  <Alert role="alert" color="red" title="The file could not be imported" icon={<CircleAlert size={18} />}>
    {run.error} What was imported before that stays; send the file again once it is mended.
  </Alert>
)

function Tally({ run }: { run: Import }) {
  const figures = [
    ['Rows read', run.rows],
    ['New products', run.created],
    ['Changed', run.updated],
    ['Unchanged', run.unchanged],
    ['Refused rows', run.refusedRows],
  ] as const
  return (
    <Card>
      {isUnderWay(run) && (
        <div>
          <Text size="sm" mb={6} role="status">
            {run.state === 'waiting'
              ? 'Waits for its turn. You can leave this page; it goes on.'
              : `${bytesText(run.bytesRead)} of ${bytesText(run.bytes)} read. You can leave this page; it goes on.`}
          </Text>
          <Progress value={percentOf(run)} animated aria-label="How much of the file is read" />
        </div>
      )}
      <dl className={css.tally}>
        {figures.map(([label, value]) => (
          <div key={label} data-bad={(label === 'Refused rows' && value > 0) || undefined}>
            <dt>{label}</dt>
            <dd>{value.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
