import { Button, Text } from '@mantine/core'
import { Download } from 'lucide-react'
import { Card } from '../../components/card.tsx'
import { type Column, DataTable } from '../../components/data-table.tsx'
import { allPages } from '../../components/use-pages.ts'
import css from './import.module.css'
import { type Import, isUnderWay } from './import-state.tsx'

type Refusal = Import['refused'][number] & { readonly key: string }

/** The rows that were left out, each with its line and the reason; to look at and to take along. */
export function Refusals({ run }: { run: Import }) {
  if (run.refusedRows === 0) {
    return (
      run.state === 'done' && (
        <Text size="sm" c="dimmed">
          Every row was taken over. To change many products at once, change the file and send it again.
        </Text>
      )
    )
  }
  const rows = run.refused.map((refusal, index) => ({ ...refusal, key: String(index) }))
  return (
    <Card
      title="What was refused"
      lead="Mend these rows in your file and send the whole of it again: what is in already counts as unchanged."
      actions={
        <Button
          variant="default"
          size="xs"
          leftSection={<Download size={14} aria-hidden />}
          onClick={() => download(run)}
        >
          Download as CSV
        </Button>
      }
    >
      <DataTable<Refusal>
        label="Refused rows"
        pages={allPages(rows)}
        columns={COLUMNS}
        rowKey={({ key }) => key}
        empty={null}
      />
      {run.refusedRows > rows.length && !isUnderWay(run) && (
        <Text size="sm" c="dimmed">
          {keptOut(run.refusedRows)}
        </Text>
      )}
    </Card>
  )
}

const COLUMNS: Column<Refusal>[] = [
  { title: 'Line', width: '80px', cell: ({ line }) => line },
  { title: 'Product', cell: ({ handle }) => handle ?? '—' },
  { title: 'Why, and what to do', cell: ({ reason }) => <span className={css.reason}>{reason}</span> },
]

/** A cell that begins like a formula would be run by a spreadsheet: the apostrophe makes it text. */
const toCell = (value: string | number) => {
  const text = String(value)
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}

function download({ id, refused }: Import): void {
  const rows = refused.map(({ line, handle, reason }) => [line, handle ?? '', reason])
  const text = [['Line', 'Product', 'Reason'], ...rows].map((row) => row.map(toCell).join(',')).join('\r\n')
  // Without the mark of UTF-8 some spreadsheets take it for another encoding.
  const url = URL.createObjectURL(new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `refused-rows-${id.slice(-8)}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

const keptOut = (rows: number) =>
  `A row with an error keeps all rows of its product out: ${rows.toLocaleString('en')} in all. ` +
  'The first 1,000 reasons are listed.'
