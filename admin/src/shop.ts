import { browserSession, createShop, type Shop } from '@marketsquare/sdk'
import { withProof } from './proof.ts'

const plain = createShop({ session: browserSession() })

type Asking = (...ask: unknown[]) => Promise<unknown>

/** Each of these has its own types, and keeps them. */
const proving = <F>(call: F): F =>
  ((...ask: unknown[]) => withProof(() => (call as Asking)(...ask))) as unknown as F

/** The shop's API. What needs a fresh proof of who you are asks for it by itself. */
export const shop: Shop = {
  ...plain,
  post: proving(plain.post),
  put: proving(plain.put),
  patch: proving(plain.patch),
  delete: proving(plain.delete),
  upload: proving(plain.upload),
  download: proving(plain.download),
}
