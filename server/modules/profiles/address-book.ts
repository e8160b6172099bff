import { newId } from '#kernel/id.ts'
import { collection, type Document } from '#store/collection.ts'
import type { Address } from './address.ts'
import { ADDRESSES_MAX, profileFaults } from './faults.ts'

/** The addresses that somebody keeps for the next order. The id is the user's. */
export interface AddressBook extends Document {
  readonly addresses: readonly SavedAddress[]
}

export interface SavedAddress {
  readonly id: string
  readonly address: Address
  readonly isDefaultShipping: boolean
  readonly isDefaultBilling: boolean
}

export const addressBooks = collection<AddressBook>({
  name: 'address-books',
  missing: profileFaults.addressMissing,
  indexes: {},
})

export interface Defaults {
  readonly isDefaultShipping?: boolean
  readonly isDefaultBilling?: boolean
}

export const emptyBook = (userId: string): AddressBook => ({ id: userId, revision: 0, addresses: [] })

/** The first one is where everything goes, until another one is. */
export function addAddress(book: AddressBook, address: Address, wish: Defaults, now: number): AddressBook {
  if (book.addresses.length >= ADDRESSES_MAX) throw profileFaults.tooManyAddresses()
  const isFirst = book.addresses.length === 0
  const id = newId('addr', { now: () => now })
  const added = { id, address, isDefaultShipping: isFirst, isDefaultBilling: isFirst, ...wish }
  return oneDefault({ ...book, addresses: [...book.addresses, added] }, added)
}

/** Sets what is named and leaves the rest; null takes a part away that may be missing. */
export function changeAddress(
  book: AddressBook,
  id: string,
  changes: Defaults & { readonly [part in keyof Address]?: Address[part] | null },
): AddressBook {
  const { isDefaultShipping, isDefaultBilling, ...parts } = changes
  const known = needAddress(book, id)
  const kept = Object.entries({ ...known.address, ...parts }).filter(([, value]) => value !== null)
  const changed = {
    id,
    address: Object.fromEntries(kept) as Address,
    isDefaultShipping: isDefaultShipping ?? known.isDefaultShipping,
    isDefaultBilling: isDefaultBilling ?? known.isDefaultBilling,
  }
  const addresses = book.addresses.map((each) => (each.id === id ? changed : each))
  return oneDefault({ ...book, addresses }, changed)
}

export function removeAddress(book: AddressBook, id: string): AddressBook {
  needAddress(book, id)
  return { ...book, addresses: book.addresses.filter((each) => each.id !== id) }
}

/** Raises `addressMissing`. */
export function needAddress({ addresses }: AddressBook, id: string): SavedAddress {
  const found = addresses.find((each) => each.id === id)
  if (!found) throw profileFaults.addressMissing({ details: { id } })
  return found
}

/** What the latest became, no other one is any more. */
function oneDefault(book: AddressBook, latest: SavedAddress): AddressBook {
  const addresses = book.addresses.map((each) =>
    each.id === latest.id
      ? latest
      : {
          ...each,
          isDefaultShipping: each.isDefaultShipping && !latest.isDefaultShipping,
          isDefaultBilling: each.isDefaultBilling && !latest.isDefaultBilling,
        },
  )
  return { ...book, addresses }
}
