import { join } from 'node:path'
import { modules } from '../server/modules/index.ts'
import { checkImports } from './tidy/imports.ts'
import { checkPapers } from './tidy/papers.ts'
import { checkReach } from './tidy/reach.ts'
import { checkScenarios } from './tidy/scenarios.ts'
import { checkSizes } from './tidy/sizes.ts'
import { checkSyntax } from './tidy/syntax.ts'
import { type Finding, readTree, type Tree } from './tidy/tree.ts'

export const ROOT = join(import.meta.dirname, '..')

const routes = modules.flatMap((module) => module.routes ?? [])

/** The rules of the house that no linter knows, each with the check that holds it. */
export const RULES: Readonly<Record<string, (tree: Tree) => readonly Finding[]>> = {
  'the import rule holds': checkImports,
  'files, functions and lines are of a size that can be read': checkSizes,
  'nothing uses syntax or surroundings that the house does without': checkSyntax,
  'every file is in use': checkReach,
  'every route has a scenario': (tree) => checkScenarios(tree, routes),
  'the papers are true': checkPapers,
}

export const toText = ({ file, line, message }: Finding): string => `${file}:${line}: ${message}`

if (import.meta.main) {
  const tree = readTree(ROOT)
  const found = Object.values(RULES).flatMap((check) => check(tree))
  for (const finding of found) console.error(toText(finding))
  console.log(found.length === 0 ? 'All tidy.' : `${found.length} to put right.`)
  process.exitCode = found.length === 0 ? 0 : 1
}
