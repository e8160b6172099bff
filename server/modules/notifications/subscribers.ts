import { type Subscriber, subscriber } from '#work/handlers.ts'
import { letterKind } from './letters.ts'
import {
  type OrderSnapshot,
  orderCancelled,
  orderConfirmed,
  orderFulfilled,
  orderRefunded,
} from './messages.ts'
import { orderCancellation, orderConfirmation, orderRefund, orderShipped } from './order-letters.ts'
import { sendMail } from './send-mail.ts'

const confirmation = letterKind('order-confirmation', orderConfirmation)
const shipped = letterKind('order-shipped', orderShipped)
const refund = letterKind('order-refund', orderRefund)
const cancellation = letterKind('order-cancellation', orderCancellation)

export const orderLetters = [confirmation, shipped, refund, cancellation]

export const subscribers: readonly Subscriber[] = [
  subscriber('notifications.order-confirmation', orderConfirmed, (ctx, { id, data }) =>
    sendMail(ctx, confirmation, { ...aboutOrder(data, id), told: data }),
  ),
  subscriber('notifications.order-shipped', orderFulfilled, (ctx, { id, data }) =>
    sendMail(ctx, shipped, { ...aboutOrder(data.order, id), told: data }),
  ),
  subscriber('notifications.order-refund', orderRefunded, (ctx, { id, data }) =>
    sendMail(ctx, refund, { ...aboutOrder(data.order, id), told: data }),
  ),
  subscriber('notifications.order-cancellation', orderCancelled, (ctx, { id, data }) =>
    sendMail(ctx, cancellation, { ...aboutOrder(data.order, id), told: data }),
  ),
]

const aboutOrder = ({ email, id }: OrderSnapshot, eventId: string) => ({ to: email, about: id, eventId })
