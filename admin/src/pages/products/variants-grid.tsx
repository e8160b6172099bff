import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { ArrowDownToLine } from 'lucide-react'
import { useCallback, useMemo, useRef } from 'react'
import { useCan, useShop } from '../../session/me.ts'
import { onGridKey } from './grid-keys.ts'
import { titleOf, type VariantWish } from './product-wish.ts'
import type { ProductForm } from './use-product-form.ts'
import { columnsOf, type FilledColumn, fillDown, SWITCHES } from './variant-columns.ts'
import { VariantRow } from './variant-row.tsx'
import css from './variants.module.css'

interface VariantsGridProps {
  readonly form: ProductForm
  readonly onRemove: (key: string) => void
}

/** All variants to type into, as in a spreadsheet; on phones, and for one alone, as cards. */
export function VariantsGrid({ form, onRemove }: VariantsGridProps) {
  const { currency } = useShop()
  const columns = useMemo(() => columnsOf(currency), [currency])
  const isPhone = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const { options, variants, images } = form.values
  const isOnly = options.length === 0 && variants.length === 1
  const can = useCan()
  const actions = useRowActions(form, onRemove)
  const fill = (column: FilledColumn, from = 0) =>
    form.setFieldValue('variants', (rows) => fillDown(rows, column, from))
  const all = [...columns, ...SWITCHES]
  const errors = useErrors(form)
  const canFill = variants.length > 1
  return (
    <>
      {isPhone && canFill && <FillMenu columns={all} onFill={fill} />}
      <div className={css.frame} data-cards={isPhone || isOnly || undefined} data-only={isOnly || undefined}>
        <table
          className={css.grid}
          aria-label="Variants"
          onKeyDown={(event) =>
            onGridKey(event, (row, column) => {
              const name = all[column]?.name
              if (name) fill(name, row)
            })
          }
        >
          <thead>
            <tr>
              {!isOnly && <th scope="col">Variant</th>}
              {images.length > 0 && <th scope="col">Picture</th>}
              <Heads columns={all} {...(canFill && { onFill: fill })} />
              {!isOnly && <td />}
            </tr>
          </thead>
          <tbody>
            {variants.map((row, index) => (
              <VariantRow
                key={row.key}
                row={row}
                index={index}
                title={titleOf(options, row)}
                columns={columns}
                pictures={images}
                errors={errors[index] ?? NO_ERRORS}
                isOnly={isOnly}
                canCount={can('inventory:write')}
                {...actions}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

interface HeadsProps {
  readonly columns: FillMenuProps['columns']
  readonly onFill?: (column: FilledColumn) => void
}

const Heads = ({ columns, onFill }: HeadsProps) =>
  columns.map(({ name, title }) => (
    <th key={name} scope="col">
      <span className={css.head}>
        {title}
        {onFill && <Fill title={title} onFill={() => onFill(name)} />}
      </span>
    </th>
  ))

const NO_ERRORS = {}

/** The errors of `variants.2.sku` by row and column. */
function useErrors({ errors }: ProductForm): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const byRow: Record<string, Record<string, string>> = {}
  for (const [field, said] of Object.entries(errors)) {
    const [list, row = '', column = ''] = field.split('.')
    if (list === 'variants') byRow[row] = { ...byRow[row], [column]: String(said) }
  }
  return byRow
}

/** The same functions for as long as the page is shown: rows need not be drawn again for them. */
function useRowActions(form: ProductForm, onRemove: (key: string) => void) {
  const now = useRef({ form, onRemove })
  now.current = { form, onRemove }
  return {
    onChange: useCallback((index: number, change: Partial<VariantWish>) => {
      const { form: at } = now.current
      for (const column of Object.keys(change)) at.clearFieldError(`variants.${index}.${column}`)
      at.setFieldValue('variants', (rows) =>
        rows.map((row, each) => (each === index ? { ...row, ...change } : row)),
      )
    }, []),
    onRemove: useCallback((key: string) => now.current.onRemove(key), []),
  }
}

const Fill = ({ title, onFill }: { title: string; onFill: () => void }) => (
  <Tooltip label="Copy the first into all below (Ctrl+D in a cell)">
    <ActionIcon
      className={css.fill}
      variant="subtle"
      color="gray"
      size={26}
      aria-label={`Fill down ${title}`}
      onClick={onFill}
    >
      <ArrowDownToLine size={13} aria-hidden />
    </ActionIcon>
  </Tooltip>
)

interface FillMenuProps {
  readonly columns: readonly { readonly name: FilledColumn; readonly title: string }[]
  readonly onFill: (column: FilledColumn) => void
}

const FillMenu = ({ columns, onFill }: FillMenuProps) => (
  <Menu position="bottom-start">
    <Menu.Target>
      <Button
        variant="default"
        size="xs"
        leftSection={<ArrowDownToLine size={14} aria-hidden />}
        w="max-content"
      >
        Copy from the first variant
      </Button>
    </Menu.Target>
    <Menu.Dropdown>
      {columns.map(({ name, title }) => (
        <Menu.Item key={name} onClick={() => onFill(name)}>
          {title}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
)
