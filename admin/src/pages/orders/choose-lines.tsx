import { NumberInput, Text } from '@mantine/core'
import css from './order.module.css'
import type { Line } from './status.tsx'

export type Quantities = Readonly<Record<string, number>>

interface ChooseLinesProps {
  readonly lines: readonly Line[]
  /** At most this many of a line. */
  readonly maxOf: (line: Line) => number
  readonly chosen: Quantities
  readonly onChange: (chosen: Quantities) => void
  /** `to ship`: what the numbers are for those who hear them. */
  readonly purpose: string
}

/** How many of each line. */
export const ChooseLines = ({ lines, maxOf, chosen, onChange, purpose }: ChooseLinesProps) => (
  <div className={css.choose}>
    {lines.map((line, index) => (
      <div key={line.id} style={{ display: 'contents' }}>
        <div>
          <Text size="sm">{line.title}</Text>
          <Text size="xs" c="dimmed">
            {[line.variantTitle, line.sku].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <NumberInput
          aria-label={`${line.title}, ${purpose}, of ${maxOf(line)}`}
          data-autofocus={index === 0 || undefined}
          min={0}
          max={maxOf(line)}
          clampBehavior="strict"
          allowDecimal={false}
          hideControls
          rightSection={<span className={css.of}>of {maxOf(line)}</span>}
          rightSectionWidth={48}
          size="sm"
          value={chosen[line.id] ?? 0}
          onChange={(quantity) => onChange({ ...chosen, [line.id]: Number(quantity) || 0 })}
        />
      </div>
    ))}
  </div>
)

export const chosenLines = (chosen: Quantities): { lineId: string; quantity: number }[] =>
  Object.entries(chosen).flatMap(([lineId, quantity]) => (quantity > 0 ? [{ lineId, quantity }] : []))
