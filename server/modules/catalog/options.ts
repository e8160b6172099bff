import { catalogFaults } from './faults.ts'
import { OPTION_VALUES_MAX, OPTIONS_MAX, type Option, type Variant } from './product.ts'

type Chosen = Pick<Variant, 'options'>

/** The options that these variants need: those known already in their order, then new ones as they come. */
export function deriveOptions(variants: readonly Chosen[], known: readonly Option[] = []): Option[] {
  const values = new Map<string, Set<string>>()
  for (const { options } of variants) {
    for (const [name, value] of Object.entries(options)) {
      values.set(name, (values.get(name) ?? new Set()).add(value))
    }
  }
  const names = inOrder(
    values.keys(),
    known.map(({ name }) => name),
  )
  return names.map((name) => {
    const before = known.find((option) => option.name === name)?.values ?? []
    return { name, values: inOrder(values.get(name) ?? [], before) }
  })
}

function inOrder(texts: Iterable<string>, before: readonly string[]): string[] {
  const all = new Set(texts)
  return [...before.filter((text) => all.has(text)), ...[...all].filter((text) => !before.includes(text))]
}

/** Each variant chooses one listed value of each option, and no two choose the same. */
export function checkOptions(options: readonly Option[], variants: readonly Chosen[]): void {
  checkLists(options)
  const taken = new Set<string>()
  for (const variant of variants) {
    checkChoice(options, variant)
    const combination = combinationOf(options, variant)
    if (taken.has(combination)) throw twice(options, variant)
    taken.add(combination)
  }
}

function checkLists(options: readonly Option[]): void {
  if (options.length > OPTIONS_MAX) {
    throw catalogFaults.badOptions({
      message: `A product has at most ${OPTIONS_MAX} options; these are ${options.length}.`,
    })
  }
  refuseRepeated(
    options.map(({ name }) => name),
    'The option',
  )
  for (const { name, values } of options) {
    if (values.length > OPTION_VALUES_MAX) {
      throw catalogFaults.badOptions({
        message: `The option "${name}" has more than ${OPTION_VALUES_MAX} values.`,
      })
    }
    refuseRepeated(values, `The option "${name}" has values, of which`)
  }
}

/** Raises a fault that names the first text which is there twice. */
export function refuseRepeated(texts: readonly string[], what: string): void {
  const repeated = texts.find((text, at) => texts.indexOf(text) !== at)
  if (repeated === undefined) return
  throw catalogFaults.duplicate({
    message: `${what} "${repeated}" is listed twice.`,
    details: { value: repeated },
  })
}

function checkChoice(options: readonly Option[], { options: chosen }: Chosen): void {
  for (const name of Object.keys(chosen)) {
    if (!options.some((option) => option.name === name)) {
      const known = options.map((option) => `"${option.name}"`).join(', ') || 'none'
      throw catalogFaults.badOptions({
        message: `A variant names the option "${name}", which the product does not have (it has ${known}).`,
        details: { option: name },
      })
    }
  }
  for (const { name, values } of options) {
    const value = Object.hasOwn(chosen, name) ? chosen[name] : undefined
    if (value !== undefined && values.includes(value)) continue
    const problem =
      value === undefined
        ? 'has none'
        : `has "${value}", which is none of ${values.map((each) => `"${each}"`).join(', ')}`
    throw catalogFaults.badOptions({
      message: `Each variant needs a value of the option "${name}"; one ${problem}.`,
      details: { option: name, ...(value !== undefined && { value }) },
    })
  }
}

/** What tells variants of one product apart. */
export const combinationOf = (options: readonly Option[], { options: chosen }: Chosen): string =>
  JSON.stringify(options.map(({ name }) => chosen[name]))

function twice(options: readonly Option[], { options: chosen }: Chosen) {
  const named = options.map(({ name }) => `${name}: ${chosen[name]}`).join(', ')
  const message = named
    ? `Two variants are the same: ${named}.`
    : 'Several variants need options to tell them apart.'
  return catalogFaults.duplicate({ message, details: { options: chosen } })
}
