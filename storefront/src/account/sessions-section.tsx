import { Button } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { useDates } from './dates.ts'
import { focusPage } from './focus.tsx'
import { Lines } from './frame.tsx'
import { Row, Rows, Section, Tag } from './section.tsx'
import { securityTexts } from './texts-security.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { wayIn } from './way-in.ts'

const query = shop.query('/me/sessions')

/** Where somebody is signed in, each to be ended. */
export function SessionsSection() {
  const { sessions: t } = useTexts(securityTexts)
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(query)
  const [isEnded, setEnded] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: query.queryKey })
  const endAll = useAction(async () => {
    await shop.delete('/me/sessions')
    await refresh()
    setEnded(true)
  })
  const end = useAction(async (sessionId: string) => {
    await shop.delete('/me/sessions/{sessionId}', { path: { sessionId } })
    await refresh()
    focusPage()
  })
  const isAlone = (data?.data.length ?? 0) < 2
  return (
    <Section
      title={t.title}
      lead={data && isAlone && !isEnded ? t.alone : undefined}
      aside={
        !isAlone && (
          <Button variant="default" loading={endAll.isBusy} onClick={() => endAll.run()}>
            {t.endAll}
          </Button>
        )
      }
    >
      <Trouble fault={error} retry={() => void refetch()} />
      <Trouble fault={endAll.fault ?? end.fault} />
      <Said>{isEnded && isAlone && t.ended}</Said>
      {!data && !error && <Lines count={2} />}
      <Rows>
        {data?.data.map((session) => (
          <SessionRow key={session.id} session={session} end={() => void end.run(session.id)} />
        ))}
      </Rows>
    </Section>
  )
}

function SessionRow({ session, end }: { session: Schemas['Session']; end: () => void }) {
  const { sessions: t } = useTexts(securityTexts)
  const { moment } = useDates()
  const place = session.lastSeenFrom ?? session.openedFrom
  const device = place?.device || t.unknown
  const soft = (
    <>
      {t.seen(moment(session.lastSeenAt), place?.address ?? '')}
      <br />
      {t.by(wayIn(session.method, t))}
    </>
  )
  return (
    <Row title={device} soft={soft}>
      {session.current ? (
        <Tag tone="good">{t.here}</Tag>
      ) : (
        <Button variant="default" size="sm" aria-label={t.endOf(device)} onClick={end}>
          {t.end}
        </Button>
      )}
    </Row>
  )
}
