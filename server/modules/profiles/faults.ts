import { faults } from '#kernel/fault.ts'

export const ADDRESSES_MAX = 50

export const profileFaults = faults('profile', {
  missing: [404, 'There is no public profile with this id.'],
  addressMissing: [404, 'You have no address with this id.'],
  tooManyAddresses: [409, `An address book has room for ${ADDRESSES_MAX} addresses. Delete one first.`],
  notAPicture: [422, 'Send a picture as PNG, JPEG, WebP, GIF or AVIF.'],
  pictureUnreadable: [422, 'This picture is damaged, or larger than the shop can look at. Send another one.'],
})
