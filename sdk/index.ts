export type {
  AskOf,
  BodyOf,
  DownloadPath,
  ItemOf,
  ListPath,
  Page,
  PathOf,
  ReplyOf,
  Schemas,
  UploadPath,
  UploadProgress,
} from './api-types.ts'
export { digitsOf } from './digits.ts'
export { NetworkError, type Problem, ShopError } from './faults.ts'
export type { FaultCode } from './generated/fault-code.ts'
export { apiKey, browserSession, type Session, type TokenStorage, tokenSession } from './session.ts'
export { createShop, type Query, type Shop, type ShopOptions } from './shop.ts'

/** An amount in the currency's smallest unit: `{ amount: 1999, currency: 'USD' }` is $19.99. */
export interface Money {
  readonly amount: number
  readonly currency: string
}
