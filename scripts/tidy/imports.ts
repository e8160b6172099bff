import { refuseImport, roomOf } from './rooms.ts'
import type { Finding, Source, Tree } from './tree.ts'

/** The import rule: who may import whom. */
export function checkImports({ sources }: Tree): Finding[] {
  const order = moduleOrder(sources)
  return [...checkListed(sources, order), ...sources.flatMap((source) => checkSource(source, order))]
}

const MODULE_LIST = 'server/modules/index.ts'

/** The names of the modules as `export const modules = [settings, identity, …]` lists them. */
function moduleOrder(sources: readonly Source[]): string[] {
  const list = sources.find(({ path }) => path === MODULE_LIST)
  const names = /export const modules[^=]*= \[([^\]]*)\]/.exec(list?.text ?? '')?.[1] ?? ''
  return names.split(',').flatMap((name) => toKebab(name.trim()) || [])
}

const toKebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function checkListed(sources: readonly Source[], order: readonly string[]): Finding[] {
  const folders = sources
    .map(({ path }) => roomOf(path))
    .filter((room) => room.startsWith('modules/'))
    .map((room) => room.slice(8))
  return [...new Set(folders)]
    .filter((name) => !order.includes(name))
    .map((name) => ({
      file: MODULE_LIST,
      line: 1,
      message: `the module ${name} is not in the list. Add it after the modules that it calls.`,
    }))
}

function checkSource({ path, imports }: Source, order: readonly string[]): Finding[] {
  const found: Finding[] = []
  const ports = new Set<string>()
  for (const { line, specifier, target } of imports) {
    if (target === undefined) continue
    const refusal = refuseImport(path, target, order)
    if (refusal) found.push({ file: path, line, message: `${specifier} ${refusal}` })
    if (roomOf(path) !== 'adapters' || !roomOf(target).startsWith('modules/')) continue
    ports.add(target)
    if (ports.size > 1) {
      const message = `${specifier} is a second port; an adapter implements one. Make two adapters.`
      found.push({ file: path, line, message })
    }
  }
  return found
}
