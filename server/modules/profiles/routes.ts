import { anyone, signedIn } from '#http/access.ts'
import { httpFaults } from '#http/problem.ts'
import { route } from '#http/route.ts'
import { pageFaults } from '#kernel/page.ts'
import { Id, named, PageOf, PageQuery, Shape, type Static, Type } from '#kernel/schema.ts'
import { self, type User } from '#modules/identity/index.ts'
import { changePicture, removePicture } from './change-picture.ts'
import { profileFaults } from './faults.ts'
import { listProfiles, PublicProfile, readProfile, show } from './public-profiles.ts'

export const PICTURE_BYTES_MAX = 5 * 1_048_576

/** Not SVG: it can carry scripts, and is a program rather than a picture. */
const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']

const OwnProfile = named(
  'OwnProfile',
  Shape({
    ...PublicProfile.properties,
    isPublic: Type.Boolean({ description: 'Whether it is among the profiles at `/api/users`' }),
  }),
)

const toOwn = ({ id, name, picture = null, unlisted }: User): Static<typeof OwnProfile> => ({
  id,
  name,
  picture,
  isPublic: unlisted === undefined,
})

export const routes = [
  route({
    method: 'GET',
    path: '/users',
    summary: 'List public profiles, the newest first',
    description: 'Of everybody who has an account and has not hidden themselves.',
    access: anyone,
    query: Shape(PageQuery),
    replies: { 200: PageOf(PublicProfile) },
    faults: [pageFaults.badCursor],
    handle: (ctx, { query }) => listProfiles(ctx, query),
  }),
  route({
    method: 'GET',
    path: '/users/:userId',
    summary: 'Read a public profile',
    access: anyone,
    params: Shape({ userId: Id('user') }),
    replies: { 200: PublicProfile },
    faults: [profileFaults.missing],
    handle: (ctx, { params }) => readProfile(ctx, params.userId),
  }),
  route({
    method: 'GET',
    path: '/me/profile',
    summary: 'Read your profile',
    access: signedIn,
    replies: { 200: OwnProfile },
    handle: async (ctx) => toOwn(await self(ctx)),
  }),
  route({
    method: 'PATCH',
    path: '/me/profile',
    summary: 'Show or hide your profile',
    access: signedIn,
    body: named('ProfileChanges', Shape({ isPublic: Type.Boolean() })),
    replies: { 200: OwnProfile },
    handle: async (ctx, { body }) => toOwn(await show(ctx, body.isPublic)),
  }),
  route({
    method: 'PUT',
    path: '/me/picture',
    summary: 'Upload your picture',
    description:
      'As the body, or as the only file of a form. It is drawn anew as a square of 512 pixels: whatever else ' +
      'was in the file, such as the place where it was taken, is not kept. Its address changes with it.',
    access: signedIn,
    upload: { contentTypes: PICTURE_TYPES, bytesMax: PICTURE_BYTES_MAX, whole: true, form: true },
    replies: { 200: OwnProfile },
    faults: [
      httpFaults.malformed,
      httpFaults.tooLarge,
      httpFaults.unsupportedType,
      profileFaults.notAPicture,
      profileFaults.pictureUnreadable,
    ],
    handle: async (ctx, { body }) =>
      toOwn(await changePicture(ctx, Buffer.isBuffer(body) ? body : Buffer.alloc(0))),
  }),
  route({
    method: 'DELETE',
    path: '/me/picture',
    summary: 'Remove your picture',
    access: signedIn,
    replies: { 204: null },
    handle: removePicture,
  }),
]
