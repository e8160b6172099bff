import { Autocomplete, SimpleGrid, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { tellFault, useSave } from '../../components/use-save.ts'
import { fieldErrors } from '../../explain.ts'
import { shop } from '../../shop.ts'
import { ChooseLines, chosenLines, type Quantities } from './choose-lines.tsx'
import { OrderDialog } from './order-dialog.tsx'
import { readAgain } from './read-again.ts'
import { leftToShip, type Order } from './status.tsx'

const CARRIERS = ['DHL', 'DPD', 'FedEx', 'GLS', 'Hermes', 'La Poste', 'PostNL', 'Royal Mail', 'UPS', 'USPS']

interface Wish {
  readonly lines: { lineId: string; quantity: number }[]
  readonly tracking: { carrier: string; number: string; url: string | null } | null
}

/**
 * A parcel: what is in it, and how it is followed. It goes with the order as it was opened: where an answer
 * was lost, a second try is refused rather than shipped twice.
 */
export function ShipModal({ order: given, close }: { order: Order; close: () => void }) {
  const [order, open] = useState(given)
  const [chosen, setChosen] = useState(() => allLeft(order))
  const shipping = useShipping(order)
  const form = useTracking()
  const reload = () =>
    readAgain(order.id).then((now) => {
      // Cancelled meanwhile, or all of it is on its way already.
      if (now.status !== 'paid') return close()
      open(now)
      setChosen(allLeft(now))
      shipping.reset()
    }, tellFault)
  const submit = form.onSubmit(async ({ carrier, number, url }) => {
    const tracking = carrier ? { carrier, number, url: url || null } : null
    // Shown at once; the dialog stays for what the shop may say.
    await shipping.saveAsync({ lines: chosenLines(chosen), tracking }).then(close, (error) => {
      const of = Object.entries(fieldErrors(error))
      form.setErrors(
        Object.fromEntries(of.map(([field, reason]) => [field.replace('tracking.', ''), reason])),
      )
    })
  })
  return (
    <OrderDialog
      title={`Ship order #${order.number}`}
      submit={submit}
      saving={shipping}
      onReload={reload}
      close={close}
      closeLabel="Not yet"
      submitLabel="Ship and tell the customer"
      isDisabled={chosenLines(chosen).length === 0}
    >
      <ChooseLines
        lines={openLines(order)}
        maxOf={leftToShip}
        chosen={chosen}
        onChange={setChosen}
        purpose="to ship"
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Autocomplete label="Carrier" data={CARRIERS} maxLength={80} {...form.getInputProps('carrier')} />
        <TextInput label="Tracking number" maxLength={120} {...form.getInputProps('number')} />
      </SimpleGrid>
      <TextInput
        label="Tracking link"
        description="The customer gets it by mail. All three may be left out."
        placeholder="https://"
        type="url"
        maxLength={2000}
        {...form.getInputProps('url')}
      />
    </OrderDialog>
  )
}

const openLines = ({ lines }: Order) => lines.filter((line) => leftToShip(line) > 0)

const allLeft = (order: Order): Quantities =>
  Object.fromEntries(openLines(order).map((line) => [line.id, leftToShip(line)]))

function useTracking() {
  return useForm({
    initialValues: { carrier: '', number: '', url: '' },
    validate: {
      carrier: (carrier, { number, url }) =>
        (number || url) && !carrier ? 'Say who carries it, or leave both out.' : null,
      number: (number, { carrier }) => (carrier && !number ? 'Give its number, or leave both out.' : null),
      url: (url) => (url && !/^https?:\/\//.test(url) ? 'Begins with https://' : null),
    },
  })
}

function useShipping(order: Order) {
  const path = { orderId: order.id }
  const { queryKey } = shop.query('/admin/orders/{orderId}', { path })
  return useSave({
    save: (body: Wish) =>
      shop.post('/admin/orders/{orderId}/fulfilments', { path, body, version: order.version }),
    optimistic: { queryKey, update: (shown: Order, wish: Wish) => shipped(shown, wish) },
    keep: queryKey,
    refresh: ['/admin/orders'],
    done: ({ status }) => (status === 'fulfilled' ? 'Shipped. The customer is told.' : 'Partly shipped.'),
    isQuiet: true,
  })
}

function shipped(order: Order, { lines: sent }: Wish): Order {
  const of = new Map(sent.map(({ lineId, quantity }) => [lineId, quantity]))
  const lines = order.lines.map((line) => ({ ...line, fulfilled: line.fulfilled + (of.get(line.id) ?? 0) }))
  return { ...order, lines, status: lines.every((line) => leftToShip(line) === 0) ? 'fulfilled' : 'paid' }
}
