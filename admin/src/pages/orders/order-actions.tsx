import { ActionIcon, Button, Menu, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Ban, Ellipsis, Truck, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { ConfirmModal } from '../../components/confirm-button.tsx'
import { useFocusKept } from '../../components/use-focus-kept.ts'
import { useSave } from '../../components/use-save.ts'
import { useCan } from '../../session/me.ts'
import { shop } from '../../shop.ts'
import { RefundModal } from './refund-modal.tsx'
import { ShipModal } from './ship-modal.tsx'
import { canBeRefunded, type Order } from './status.tsx'

/** What can be done with the order as it is, by whoever looks at it. */
export function OrderActions({ order }: { order: Order }) {
  const can = useCan()
  const [isShipping, ship] = useDisclosure()
  const [isRefunding, refund] = useDisclosure()
  const [isCancelling, cancel] = useDisclosure()
  useFocusKept(isShipping || isRefunding || isCancelling)
  const { status, fulfilments } = order
  const canShip = can('orders:fulfil') && status === 'paid'
  const canRefund = can('orders:refund') && canBeRefunded(order)
  const canCancel =
    can('orders:cancel') && (status === 'paid' || status === 'placed') && fulfilments.length === 0
  return (
    <>
      {canShip && (
        <Button leftSection={<Truck size={16} aria-hidden />} onClick={ship.open}>
          Ship
        </Button>
      )}
      {canRefund && (
        <Button variant="default" leftSection={<Undo2 size={16} aria-hidden />} onClick={refund.open}>
          Refund
        </Button>
      )}
      {canCancel && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label="More actions">
              <Ellipsis size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" leftSection={<Ban size={15} />} onClick={cancel.open}>
              Cancel the order
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {isShipping && <ShipModal order={order} close={ship.close} />}
      {isRefunding && <RefundModal order={order} close={refund.close} />}
      <CancelModal order={order} isOpen={isCancelling} close={cancel.close} />
    </>
  )
}

function CancelModal({ order, isOpen, close }: { order: Order; isOpen: boolean; close: () => void }) {
  const [reason, setReason] = useState('')
  const path = { orderId: order.id }
  const cancelling = useSave({
    save: () =>
      shop.post('/admin/orders/{orderId}/cancellation', {
        path,
        body: { reason: reason.trim() || null },
        version: order.version,
      }),
    done: `Order #${order.number} is cancelled.`,
    keep: shop.query('/admin/orders/{orderId}', { path }).queryKey,
    refresh: ['/admin/orders'],
    isQuiet: true,
  })
  return (
    <ConfirmModal
      isOpen={isOpen}
      close={close}
      title={`Cancel order #${order.number}?`}
      confirmLabel="Cancel the order"
      isDangerous
      onConfirm={() => cancelling.saveAsync()}
    >
      <Text size="sm">
        What it holds goes back into stock, what was paid goes back to the customer, and they get a mail. This
        cannot be undone.
      </Text>
      <Textarea
        label="Reason"
        description="The customer reads it. May be left out."
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmModal>
  )
}
