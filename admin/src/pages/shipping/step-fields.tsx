import { ActionIcon, Button, Group, NumberInput, VisuallyHidden } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { Plus, Trash2 } from 'lucide-react'
import { MoneyInput } from '../../components/money-input.tsx'
import css from './shipping.module.css'
import { newStep, type ZoneWish } from './zone-wish.ts'

const GRAMS_PER_KG = 1000
const STEPS_MAX = 50

interface StepFieldsProps {
  readonly form: UseFormReturnType<ZoneWish>
  /** Of which rate. */
  readonly at: number
  readonly isByWeight: boolean
}

/** Prices by steps: each counts up to its limit; the last may be without one. */
export function StepFields({ form, at, isByWeight }: StepFieldsProps) {
  const path = `rates.${at}.price.steps`
  const steps = form.values.rates[at]?.price.steps ?? []
  return (
    <div>
      <table className={css.steps} aria-label="Steps">
        <thead>
          <tr>
            <th scope="col">{isByWeight ? 'Up to this weight' : 'Goods up to this value'}</th>
            <th scope="col">Costs</th>
            <th scope="col">
              <VisuallyHidden>What to do</VisuallyHidden>
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ key }, step) => (
            <tr key={key}>
              <td>
                <Limit form={form} path={`${path}.${step}`} step={step} isByWeight={isByWeight} />
              </td>
              <td>
                <MoneyInput
                  aria-label={`Price of step ${step + 1}`}
                  {...form.getInputProps(`${path}.${step}.amount`)}
                />
              </td>
              <td>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`Remove step ${step + 1}`}
                  disabled={steps.length === 1}
                  onClick={() => form.removeListItem(path, step)}
                >
                  <Trash2 size={16} aria-hidden />
                </ActionIcon>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<Plus size={14} aria-hidden />}
          disabled={steps.length >= STEPS_MAX}
          onClick={() => form.insertListItem(path, newStep())}
        >
          Add a step
        </Button>
      </Group>
    </div>
  )
}

interface LimitProps {
  readonly form: UseFormReturnType<ZoneWish>
  readonly path: string
  readonly step: number
  readonly isByWeight: boolean
}

function Limit({ form, path, step, isByWeight }: LimitProps) {
  if (!isByWeight) {
    return (
      <MoneyInput
        aria-label={`Limit of step ${step + 1}`}
        placeholder="Any value"
        {...form.getInputProps(`${path}.upTo`)}
      />
    )
  }
  const { value, onChange, ...rest } = form.getInputProps(`${path}.upToGrams`)
  return (
    <NumberInput
      aria-label={`Limit of step ${step + 1} in kilograms`}
      placeholder="Any weight"
      suffix=" kg"
      min={0}
      decimalScale={3}
      hideControls
      {...rest}
      value={value === null ? '' : value / GRAMS_PER_KG}
      onChange={(kg) => onChange(kg === '' ? null : Math.round(Number(kg) * GRAMS_PER_KG))}
    />
  )
}
