import { ActionIcon, Checkbox, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import { memo } from 'react'
import { Cell } from './cell.tsx'
import { PictureCell } from './picture-cell.tsx'
import type { Picture, VariantWish } from './product-wish.ts'
import { type GridColumn, SWITCHES } from './variant-columns.ts'
import css from './variants.module.css'

interface VariantRowProps {
  readonly row: VariantWish
  readonly index: number
  readonly title: string
  readonly columns: readonly GridColumn[]
  readonly pictures: readonly Picture[]
  /** By column. */
  readonly errors: Readonly<Record<string, string>>
  readonly isOnly: boolean
  readonly canCount: boolean
  readonly onChange: (index: number, change: Partial<VariantWish>) => void
  readonly onRemove: (key: string) => void
}

function Row(props: VariantRowProps) {
  const { row, index, title, columns, pictures, errors, isOnly, canCount, onChange } = props
  return (
    <tr className={css.row}>
      {!isOnly && (
        <th scope="row" className={css.name}>
          {title}
        </th>
      )}
      {pictures.length > 0 && (
        <td data-title="Picture" className={css.picture}>
          <PictureCell
            label={title}
            url={row.image}
            pictures={pictures}
            onChange={(image) => onChange(index, { image })}
          />
        </td>
      )}
      {columns.map((column, at) => (
        <td key={column.name} data-title={column.title}>
          <Cell
            column={column}
            place={`${index}:${at}`}
            path={`variants.${index}.${column.name}`}
            label={title}
            value={row[column.name]}
            error={errors[column.name]}
            isDisabled={column.name === 'onHand' && (!row.isTracked || (row.id !== null && !canCount))}
            onChange={(value) => onChange(index, { [column.name]: value })}
          />
        </td>
      ))}
      {SWITCHES.map(({ name, title: said }, at) => (
        <td key={name} data-title={said} className={css.check}>
          <Checkbox
            aria-label={`${said}, ${title}`}
            data-cell={`${index}:${columns.length + at}`}
            checked={row[name]}
            onChange={(event) => onChange(index, { [name]: event.currentTarget.checked })}
          />
        </td>
      ))}
      {!isOnly && <Remove {...props} />}
    </tr>
  )
}

const Remove = ({ title, row, onRemove }: VariantRowProps) => (
  <td className={css.remove}>
    <Tooltip label="Remove this variant">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove ${title}`}
        onClick={() => onRemove(row.key)}
      >
        <X size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  </td>
)

const seenOf = ({ onChange: _change, onRemove: _remove, columns: _columns, ...seen }: VariantRowProps) =>
  // JSON has no NaN, which a cell holds where what is typed is no number.
  JSON.stringify(seen, (_name, value) => (Number.isNaN(value) ? 'NaN' : value))

/**
 * A form copies its values at each change: of hundreds of rows, only those that look otherwise are
 * drawn again.
 */
export const VariantRow = memo(
  Row,
  (before, after) => before.onRemove === after.onRemove && seenOf(before) === seenOf(after),
)
