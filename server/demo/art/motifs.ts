import { cloth } from './cloth.ts'
import { garden } from './garden.ts'
import { home } from './home.ts'
import { kitchen } from './kitchen.ts'
import { pantry, saltsJar } from './pantry.ts'
import { paper } from './paper.ts'
import { play } from './play.ts'
import type { Drawing } from './shapes.ts'

export const motifs = {
  ...pantry,
  ...kitchen,
  ...cloth,
  ...garden,
  ...paper,
  ...play,
  ...home,
  saltsJar,
} satisfies Record<string, Drawing>

/** What a picture shows. */
export type Motif = keyof typeof motifs
