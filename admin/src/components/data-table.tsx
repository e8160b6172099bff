import { Button, Center, Skeleton, Table } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import css from './data-table.module.css'
import { FaultAlert } from './fault-alert.tsx'
import type { Pages } from './use-pages.ts'

export interface Column<T> {
  readonly title: string
  readonly cell: (row: T) => ReactNode
  /** `right` for amounts and counts. */
  readonly align?: 'right'
  /** Any CSS width. */
  readonly width?: string
  /** Not on phones, where every row is a card. */
  readonly isSecondary?: boolean
  /** Of buttons at the end of a row: its title is only heard. */
  readonly isActions?: boolean
}

interface DataTableProps<T> {
  /** What is listed, for those who hear the page. */
  readonly label: string
  readonly pages: Pages<T>
  readonly columns: readonly Column<T>[]
  readonly rowKey: (row: T) => string
  /** Where a row leads: the text of its first column is the link, the whole row takes the click. */
  readonly rowLink?: (row: T) => string
  /** Instead of a link: what a click on the row opens, such as a drawer. */
  readonly onRow?: (row: T) => void
  readonly empty: ReactNode
  /** Scrolls sideways within itself, for many columns; its head is then not sticky. */
  readonly isWide?: boolean
}

/** A list by pages: skeleton, rows, "load more", and what to do where it is empty or could not be read. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, pages, columns, empty, isWide = false } = props
  const { rows, error, hasMore, isLoadingMore, isStale, loadMore, reload } = pages
  if (error && !rows) return <FaultAlert error={error} onReload={reload} />
  if (rows?.length === 0 && !hasMore) return <div className={css.frame}>{empty}</div>
  return (
    <div className={css.frame} data-wide={isWide || undefined} aria-busy={!rows || isStale}>
      <Table className={css.table} data-stale={isStale || undefined} aria-label={label}>
        <Table.Thead className={css.head}>
          <Table.Tr>
            {columns.map(({ title, align, width, isActions }) => (
              <Table.Th key={title} scope="col" ta={align} w={width}>
                {isActions ? <span className={css.heard}>{title}</span> : title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{rows ? <Rows {...props} rows={rows} /> : <Outline columns={columns} />}</Table.Tbody>
      </Table>
      {hasMore && (
        <Center className={css.more}>
          <Button variant="default" size="xs" loading={isLoadingMore} onClick={loadMore}>
            Load more
          </Button>
        </Center>
      )}
      {error !== null && rows && <FaultAlert error={error} onReload={reload} />}
    </div>
  )
}

function Rows<T>({ rows, columns, rowKey, ...leads }: DataTableProps<T> & { rows: readonly T[] }) {
  const isLead = leads.rowLink !== undefined || leads.onRow !== undefined
  return rows.map((row) => (
    <Table.Tr key={rowKey(row)} className={css.row} data-leads={isLead || undefined}>
      {columns.map(({ title, cell, align, isSecondary, isActions }, index) => (
        <Table.Td
          key={title}
          ta={align}
          data-title={index === 0 || isActions ? undefined : title}
          data-secondary={isSecondary || undefined}
          data-actions={isActions || undefined}
        >
          {index === 0 ? (
            <Lead row={row} {...leads}>
              {cell(row)}
            </Lead>
          ) : (
            cell(row)
          )}
        </Table.Td>
      ))}
    </Table.Tr>
  ))
}

type LeadProps<T> = Pick<DataTableProps<T>, 'rowLink' | 'onRow'> & { row: T; children: ReactNode }

function Lead<T>({ row, rowLink, onRow, children }: LeadProps<T>) {
  if (rowLink) {
    return (
      <Link to={rowLink(row)} className={css.link}>
        {children}
      </Link>
    )
  }
  if (!onRow) return children
  return (
    <button type="button" className={css.link} onClick={() => onRow(row)}>
      {children}
    </button>
  )
}

const OUTLINE_ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

const Outline = ({ columns }: { columns: readonly { title: string }[] }) =>
  OUTLINE_ROWS.map((row) => (
    <Table.Tr key={row}>
      {columns.map(({ title }, index) => (
        <Table.Td key={title}>
          <Skeleton height={14} my={3} width={index === 0 ? '70%' : '45%'} />
        </Table.Td>
      ))}
    </Table.Tr>
  ))
