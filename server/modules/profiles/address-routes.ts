import type { Ctx } from '#context'
import { signedIn } from '#http/access.ts'
import { route } from '#http/route.ts'
import { Country, Id, Line, Nullable, named, PageOf, Shape, type Static, Type } from '#kernel/schema.ts'
import { self } from '#modules/identity/index.ts'
import { AddressSchema } from './address.ts'
import {
  type AddressBook,
  addAddress,
  addressBooks,
  changeAddress,
  emptyBook,
  needAddress,
  removeAddress,
  type SavedAddress,
} from './address-book.ts'
import { profileFaults } from './faults.ts'

const parts = AddressSchema.properties

const Defaults = {
  isDefaultShipping: Type.Optional(Type.Boolean({ description: 'Where parcels go, unless told otherwise' })),
  isDefaultBilling: Type.Optional(Type.Boolean({ description: 'Where bills go, unless told otherwise' })),
}

const SavedAddressView = named(
  'SavedAddress',
  Shape({
    id: Id('addr'),
    ...parts,
    isDefaultShipping: Type.Boolean(),
    isDefaultBilling: Type.Boolean(),
  }),
)

const AddressChanges = named(
  'AddressChanges',
  Shape({
    name: Type.Optional(Line(120)),
    company: Type.Optional(Nullable(Line(120))),
    line1: Type.Optional(Line(200)),
    line2: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
    city: Type.Optional(Line(120)),
    region: Type.Optional(Nullable(Type.String({ maxLength: 60 }))),
    postalCode: Type.Optional(Nullable(Type.String({ maxLength: 20 }))),
    countryCode: Type.Optional(Country),
    phone: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
    ...Defaults,
  }),
)

const toView = ({ address, ...rest }: SavedAddress): Static<typeof SavedAddressView> => ({
  ...rest,
  ...address,
})

export const ownBook = async (ctx: Ctx): Promise<AddressBook> => {
  const { id } = await self(ctx)
  return (await ctx.get(addressBooks, id)) ?? emptyBook(id)
}

const AddressParams = Shape({ addressId: Id('addr') })

export const addressRoutes = [
  route({
    method: 'GET',
    path: '/me/addresses',
    summary: 'List the addresses that you keep',
    access: signedIn,
    replies: { 200: PageOf(SavedAddressView) },
    handle: async (ctx) => ({ data: (await ownBook(ctx)).addresses.map(toView), next: null }),
  }),
  route({
    method: 'POST',
    path: '/me/addresses',
    summary: 'Keep an address',
    description: 'The first one is the default for parcels and bills until another one is.',
    access: signedIn,
    body: named('NewAddress', Shape({ ...parts, ...Defaults })),
    replies: { 201: SavedAddressView },
    faults: [profileFaults.tooManyAddresses],
    async handle(ctx, { body }) {
      const { isDefaultShipping, isDefaultBilling, ...address } = body
      const wish = {
        ...(isDefaultShipping !== undefined && { isDefaultShipping }),
        ...(isDefaultBilling !== undefined && { isDefaultBilling }),
      }
      const { addresses } = ctx.save(addressBooks, addAddress(await ownBook(ctx), address, wish, ctx.now))
      return toView(addresses.at(-1) as SavedAddress)
    },
  }),
  route({
    method: 'PATCH',
    path: '/me/addresses/:addressId',
    summary: 'Change an address',
    description: 'What is not named stays; `null` takes away what an address can do without.',
    access: signedIn,
    params: AddressParams,
    body: AddressChanges,
    replies: { 200: SavedAddressView },
    faults: [profileFaults.addressMissing],
    async handle(ctx, { params, body }) {
      const changed = changeAddress(await ownBook(ctx), params.addressId, body)
      return toView(needAddress(ctx.save(addressBooks, changed), params.addressId))
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/addresses/:addressId',
    summary: 'Delete an address',
    access: signedIn,
    params: AddressParams,
    replies: { 204: null },
    faults: [profileFaults.addressMissing],
    async handle(ctx, { params }) {
      ctx.save(addressBooks, removeAddress(await ownBook(ctx), params.addressId))
    },
  }),
]
