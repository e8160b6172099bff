import type { Module } from '#module'
import { addressBooks } from './address-book.ts'
import { addressRoutes } from './address-routes.ts'
import { removeFile } from './change-picture.ts'
import { eraseSteps, eraseUser, ownSteps } from './erase-account.ts'
import { leaveRoutes } from './leave-routes.ts'
import { ownData, personalData } from './personal-data.ts'
import { routes } from './routes.ts'

export { type Address, AddressSchema } from './address.ts'
export {
  type EraseStep,
  eraseSteps,
  type Leaver,
  userClosed,
  userErased,
} from './erase-account.ts'
export { type PersonalData, pagesOf, personalData } from './personal-data.ts'

/** What people show of themselves, keep for the next order, take along and leave behind. */
export const profiles: Module = {
  name: 'profiles',
  collections: [addressBooks],
  routes: [...routes, ...addressRoutes, ...leaveRoutes],
  jobs: [removeFile, eraseUser],
  setUp({ ports }) {
    ports.fill(personalData, new Map(ownData))
    ports.fill(eraseSteps, new Map(ownSteps))
  },
}
