import { Button, Group, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import classes from './factor.module.css'
import { useHeadingFocus } from './focus.tsx'
import { saveFile } from './save-file.ts'
import { accountTexts } from './texts.ts'
import { securityTexts } from './texts-security.ts'

interface Props {
  readonly codes: readonly string[]
  readonly onKept: () => void
}

/** Shown this once, so it waits until somebody says that they are kept. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const { factor: t } = useTexts(securityTexts)
  const { copy, copied } = useTexts(accountTexts)
  const name = useQuery(shop.query('/shop')).data?.name ?? ''
  const heading = useHeadingFocus()
  const [isCopied, setCopied] = useState(false)
  const text = `${t.fileTitle(name)}\n\n${codes.join('\n')}\n`
  return (
    <>
      <div>
        <Title order={3} size="h5" ref={heading} tabIndex={-1} className={classes.codesTitle}>
          {t.codesTitle}
        </Title>
        <p className={classes.soft}>{t.codesLead}</p>
      </div>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<Download size={18} aria-hidden />}
          onClick={() => saveFile(t.file, new Blob([text], { type: 'text/plain' }))}
        >
          {t.download}
        </Button>
        {/* Browsers only let pages copy where the connection is safe. */}
        {navigator.clipboard && (
          <Button
            variant="default"
            leftSection={<Copy size={18} aria-hidden />}
            onClick={() => void navigator.clipboard.writeText(codes.join('\n')).then(() => setCopied(true))}
          >
            <span role="status">{isCopied ? copied : copy}</span>
          </Button>
        )}
        <Button onClick={onKept}>{t.kept}</Button>
      </Group>
    </>
  )
}
