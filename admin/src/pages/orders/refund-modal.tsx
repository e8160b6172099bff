import { Anchor, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { MoneyInput } from '../../components/money-input.tsx'
import { tellFault, useSave } from '../../components/use-save.ts'
import { fieldErrors } from '../../explain.ts'
import { formatMoney } from '../../money.ts'
import { shop } from '../../shop.ts'
import { ChooseLines, chosenLines, type Quantities } from './choose-lines.tsx'
import { OrderDialog } from './order-dialog.tsx'
import { readAgain } from './read-again.ts'
import { canBeRefunded, type Line, leftToRefund, leftToRestock, type Order } from './status.tsx'

interface Values {
  amount: number | null
  reason: string
}

/**
 * Money back, all that is left or a part; and what of it goes back on the shelf. It goes with the order as it
 * was opened: where an answer was lost, a second try is refused rather than refunded twice.
 */
export function RefundModal({ order: given, close }: { order: Order; close: () => void }) {
  const [order, open] = useState(given)
  const { currency } = order
  const left = leftToRefund(order)
  const [returned, setReturned] = useState<Quantities>({})
  const lines = order.lines.filter((line) => leftToRestock(line) > 0)
  const refunding = useRefunding(order)
  const form = useRefundForm(left, currency)
  const worth = Math.min(left, worthOf(order, returned))
  const isAnother = worth > 0 && worth !== form.values.amount
  const reload = () =>
    readAgain(order.id).then((now) => {
      if (!canBeRefunded(now)) return close()
      open(now)
      setReturned({})
      refunding.reset()
    }, tellFault)
  const submit = form.onSubmit(({ amount, reason }) =>
    refunding
      .saveAsync({ amount: amount ?? left, reason: reason.trim() || null, restock: chosenLines(returned) })
      .then(close, (error) => form.setErrors(fieldErrors(error))),
  )
  return (
    <OrderDialog
      title={`Refund order #${order.number}`}
      submit={submit}
      saving={refunding}
      onReload={reload}
      close={close}
      closeLabel="Do not refund"
      submitLabel={`Refund ${formatMoney({ amount: form.values.amount ?? 0, currency })}`}
    >
      <MoneyInput
        label="Amount"
        description={`${formatMoney({ amount: left, currency })} can go back.`}
        currency={currency}
        required
        {...form.getInputProps('amount')}
      />
      {lines.length > 0 && (
        <Returned
          lines={lines}
          returned={returned}
          onChange={setReturned}
          worth={isAnother ? formatMoney({ amount: worth, currency }) : null}
          onTakeWorth={() => form.setFieldValue('amount', worth)}
        />
      )}
      <Textarea
        label="Reason"
        description="The customer reads it. May be left out."
        autosize
        minRows={2}
        maxLength={500}
        {...form.getInputProps('reason')}
      />
    </OrderDialog>
  )
}

interface ReturnedProps {
  readonly lines: readonly Line[]
  readonly returned: Quantities
  readonly onChange: (returned: Quantities) => void
  /** What was paid for them, where the amount says something else. */
  readonly worth: string | null
  readonly onTakeWorth: () => void
}

const Returned = ({ lines, returned, onChange, worth, onTakeWorth }: ReturnedProps) => (
  <Stack gap="xs">
    <Text size="sm" fw={500}>
      Back into stock
    </Text>
    <ChooseLines
      lines={lines}
      maxOf={leftToRestock}
      chosen={returned}
      onChange={onChange}
      purpose="back into stock"
    />
    {worth !== null && (
      <Anchor component="button" type="button" size="sm" ta="start" onClick={onTakeWorth}>
        Refund what these cost: {worth}
      </Anchor>
    )}
  </Stack>
)

function useRefundForm(left: number, currency: string) {
  return useForm<Values>({
    initialValues: { amount: left, reason: '' },
    validate: { amount: (amount) => whyNot(amount, left, currency) },
  })
}

function whyNot(amount: number | null, left: number, currency: string): string | null {
  // What is no number is none, too.
  if (amount === null || !(amount >= 1)) return 'Say how much.'
  return amount > left ? `At most ${formatMoney({ amount: left, currency })}.` : null
}

/** What was paid for them, discount and tax included. */
const worthOf = (order: Order, chosen: Quantities): number =>
  order.lines.reduce(
    (sum, { id, total, quantity }) => sum + Math.round((total.amount * (chosen[id] ?? 0)) / quantity),
    0,
  )

function useRefunding(order: Order) {
  const path = { orderId: order.id }
  return useSave({
    save: (body: {
      amount: number
      reason: string | null
      restock: { lineId: string; quantity: number }[]
    }) => shop.post('/admin/orders/{orderId}/refunds', { path, body, version: order.version }),
    keep: shop.query('/admin/orders/{orderId}', { path }).queryKey,
    refresh: ['/admin/orders'],
    done: (_, { amount }) => `${formatMoney({ amount, currency: order.currency })} is on its way back.`,
    isQuiet: true,
  })
}
