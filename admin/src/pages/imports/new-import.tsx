import { Progress, SimpleGrid, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { FileSpreadsheet } from 'lucide-react'
import { useState } from 'react'
import { Card } from '../../components/card.tsx'
import { DropArea } from '../../components/drop-area.tsx'
import { FaultAlert } from '../../components/fault-alert.tsx'
import { useSave } from '../../components/use-save.ts'
import { useShop } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { bytesText, type Import } from './import-state.tsx'

const BYTES_MAX = 256 * 1_048_576
const ACCEPT = {
  'text/csv': ['.csv'],
  'application/csv': ['.csv'],
  'application/vnd.ms-excel': ['.csv'],
}

/** Sends a file, then leads to its import. */
export function NewImport() {
  const navigate = useNavigate()
  const [sent, setSent] = useState({ name: '', sentBytes: 0, totalBytes: 0 })
  const sending = useSave<File, Import>({
    save(file) {
      const { name, size } = file
      const onProgress = (sentBytes: number) => setSent({ name, sentBytes, totalBytes: size })
      onProgress(0)
      return shop.upload('/admin/imports', {
        file,
        type: 'text/csv',
        onProgress: ({ sentBytes }) => onProgress(sentBytes),
      })
    },
    refresh: ['/admin/imports'],
    onSaved: ({ id }) => void navigate({ to: `/imports/${id}` }),
    isQuiet: true,
  })
  const { name, sentBytes, totalBytes } = sent
  return (
    <Card title="New import">
      <FaultAlert error={sending.error} />
      {sending.isSaving ? (
        <Stack gap={6} role="status">
          <Text size="sm">
            Sending {name} – {bytesText(sentBytes)} of {bytesText(totalBytes)}
          </Text>
          <Progress value={totalBytes ? (100 * sentBytes) / totalBytes : 0} aria-label={`Sending ${name}`} />
        </Stack>
      ) : (
        <DropArea
          icon={FileSpreadsheet}
          title="Drop the export here"
          hint="A CSV file of Shopify or WooCommerce, up to 256 MiB"
          choose="Choose a file"
          accept={ACCEPT}
          bytesMax={BYTES_MAX}
          height={120}
          onFiles={([file]) => file && sending.save(file)}
        />
      )}
      <HowItWorks />
    </Card>
  )
}

function HowItWorks() {
  const { currency } = useShop()
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
      <Fact title="Where you get the file">
        Shopify: Products → Export, as plain CSV. WooCommerce: Products → Export, with all columns. Which of
        the two it is, its header tells.
      </Fact>
      <Fact title="If you send it again">
        Only what differs is changed. What was sold here stays sold: counts of known variants are left alone,
        and products that are not in the file stay as they are.
      </Fact>
      <Fact title="What to know before">
        Amounts are taken to be in {currency}. A row with an error keeps its whole product out, and you are
        told why. Pictures stay at their addresses: keep the old shop open until you have moved them.
      </Fact>
    </SimpleGrid>
  )
}

const Fact = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div>
    <Text size="sm" fw={550}>
      {title}
    </Text>
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  </div>
)
