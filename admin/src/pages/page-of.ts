/**
 * A page below the guard: its address, where the place of an id is written `$id`; the permission that its
 * visitors need, if any; and its component, which is fetched when it is first visited.
 */
export const page = <const P extends string, C>(path: P, needs: string | null, component: C) => ({
  path,
  needs,
  component,
})
