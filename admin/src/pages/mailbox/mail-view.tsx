import { SegmentedControl, Stack, Text } from '@mantine/core'
import type { Schemas } from '@marketsquare/sdk'
import { useState } from 'react'
import { When } from '../../components/when.tsx'
import css from './mail-view.module.css'

/** Links open in a tab of their own: the frame has no rights in this page. */
const withLinksOutside = (html: string) => `<base target="_blank">${html}`

/** A mail as its reader sees it. */
export function MailView({ mail }: { mail: Schemas['Mail'] }) {
  const [shape, setShape] = useState('html')
  return (
    <Stack gap="md">
      <dl className={css.facts}>
        <dt>Subject</dt>
        <dd>
          <strong>{mail.subject}</strong>
        </dd>
        <dt>To</dt>
        <dd>{mail.to}</dd>
        <dt>From</dt>
        <dd>{mail.from}</dd>
        <dt>Sent</dt>
        <dd>
          <When at={mail.at} isExact />
        </dd>
        <dt>Kind</dt>
        <dd>{mail.kind}</dd>
      </dl>
      <SegmentedControl
        aria-label="Show the mail as"
        value={shape}
        onChange={setShape}
        data={[
          { value: 'html', label: 'As it looks' },
          { value: 'text', label: 'As plain text' },
        ]}
      />
      {shape === 'html' ? (
        <iframe
          className={css.frame}
          title={mail.subject}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={withLinksOutside(mail.html)}
        />
      ) : (
        <Text component="pre" className={css.text} tabIndex={0}>
          {mail.text}
        </Text>
      )}
    </Stack>
  )
}
