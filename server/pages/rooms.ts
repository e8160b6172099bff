import { join } from 'node:path'

/** A front end: built by itself, served below an address of its own. */
export interface Room {
  readonly name: 'storefront' | 'admin'
  /** What its addresses begin with; ends with a slash. */
  readonly base: '/' | '/admin/'
  readonly dir: string
  /** What was built, whole. */
  readonly dist: string
  /** What a build leaves behind while it runs and when it fails. */
  readonly work: string
}

/** Whose change makes a build necessary, from the root: the rooms themselves, and what they are made with. */
export const SHARED_SOURCES = ['sdk', 'package-lock.json', 'tsconfig.json', 'server/pages/build-room.ts']
export const ROOM_SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', 'tsconfig.json']
/** How each room is built. */
export const VITE_CONFIGS = { storefront: 'storefront/vite.config.ts', admin: 'admin/vite.config.ts' }

export function roomsIn(root: string): readonly [Room, Room] {
  const room = (name: Room['name'], base: Room['base']): Room => {
    const dir = join(root, name)
    return { name, base, dir, dist: join(dir, 'dist'), work: join(dir, '.building') }
  }
  return [room('storefront', '/'), room('admin', '/admin/')]
}
