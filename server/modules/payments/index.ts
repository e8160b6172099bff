import type { Module } from '#module'
import { DEFAULT_LIMITS, paymentLimits, paymentProviders } from './provider.ts'
import { routes } from './routes.ts'

export { type Answer, charge, lookUp, needProvider, paymentFaults, UNANSWERED } from './ask-provider.ts'
export {
  applyOutcome,
  giveBack,
  givenBack,
  isSettled,
  type Payment,
  type PaymentStatus,
  startPayment,
} from './payment.ts'
export {
  type ChargeOutcome,
  type ChargeRequest,
  type PaymentNotice,
  type PaymentProvider,
  paymentLimits,
  paymentProviders,
  type ReturnOutcome,
} from './provider.ts'

/** How the shop is paid. */
export const payments: Module = {
  name: 'payments',
  routes,
  setUp({ ports }) {
    ports.fill(paymentProviders, new Map())
    ports.fill(paymentLimits, DEFAULT_LIMITS)
  },
}
