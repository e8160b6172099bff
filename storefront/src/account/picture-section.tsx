import { Button, Group } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { ImageUp } from 'lucide-react'
import { type Ref, useRef, useState } from 'react'
import { useTexts } from '../language.tsx'
import { shop } from '../shop.ts'
import { PicturePreview } from './picture-preview.tsx'
import classes from './picture-section.module.css'
import { Section } from './section.tsx'
import { accountTexts } from './texts.ts'
import { profileTexts } from './texts-profile.ts'
import { Said, Trouble } from './trouble.tsx'
import { useAction } from './use-action.ts'
import { type Me, meQuery } from './use-me.ts'

const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'] as const

interface PictureInputProps {
  readonly ref: Ref<HTMLInputElement>
  readonly label: string
  onChoose(file: File | undefined): void
}

const PictureInput = ({ ref, label, onChoose }: PictureInputProps) => (
  <input
    ref={ref}
    type="file"
    accept={TYPES.join(',')}
    aria-label={label}
    hidden
    onChange={(event) => {
      onChoose(event.currentTarget.files?.[0])
      // The same file can be chosen again.
      event.currentTarget.value = ''
    }}
  />
)

/** The picture of who is signed in: chosen, looked at, sent. */
export function PictureSection({ me }: { me: Me }) {
  const t = useTexts(profileTexts)
  const { cancel } = useTexts(accountTexts)
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File>()
  const [said, setSaid] = useState<string>()
  const { send, remove, sent } = usePicture()
  const choose = () => input.current?.click()
  async function use(chosen: File) {
    setSaid(undefined)
    await send.run(chosen, () => {
      setFile(undefined)
      setSaid(t.changed)
    })
  }
  return (
    <Section title={t.picture} lead={t.pictureHint}>
      <div className={classes.picture}>
        {file ? <PicturePreview file={file} /> : <Portrait me={me} />}
        <Group gap="sm">
          {file && (
            <Button loading={send.isBusy} onClick={() => void use(file)}>
              {t.use}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<ImageUp size={18} aria-hidden />}
            disabled={send.isBusy}
            onClick={choose}
          >
            {file || me.picture ? t.chooseOther : t.choose}
          </Button>
          {file && !send.isBusy && (
            <Button variant="subtle" onClick={() => setFile(undefined)}>
              {cancel}
            </Button>
          )}
          {!file && me.picture && (
            <Button
              variant="subtle"
              loading={remove.isBusy}
              onClick={() => void remove.run(() => setSaid(t.removed))}
            >
              {t.remove}
            </Button>
          )}
        </Group>
      </div>
      <PictureInput
        ref={input}
        label={t.choose}
        onChoose={(chosen) => {
          send.forget()
          setSaid(undefined)
          setFile(chosen)
        }}
      />
      {send.isBusy && <progress className={classes.progress} max={1} value={sent} aria-label={t.uploading} />}
      <Trouble fault={send.fault ?? remove.fault} />
      <Said>{said}</Said>
    </Section>
  )
}

function usePicture() {
  const queries = useQueryClient()
  const [sent, setSent] = useState(0)
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: meQuery.queryKey }),
      queries.invalidateQueries({ queryKey: ['/me/profile'] }),
    ])
  const send = useAction(async (file: File, done: () => void) => {
    setSent(0)
    await shop.upload('/me/picture', {
      file,
      onProgress: ({ sentBytes, totalBytes }) => setSent(totalBytes === 0 ? 0 : sentBytes / totalBytes),
    })
    await refresh()
    done()
  })
  const remove = useAction(async (done: () => void) => {
    await shop.delete('/me/picture')
    await refresh()
    done()
  })
  return { send, remove, sent }
}

/** The picture, or the first letter of the name. */
const Portrait = ({ me }: { me: Me }) =>
  me.picture ? (
    <img className={classes.portrait} src={me.picture} alt="" width={96} height={96} />
  ) : (
    <span className={classes.portrait} aria-hidden>
      {[...me.name][0]?.toUpperCase()}
    </span>
  )
