import { NONE, ROOT, type Trie } from './trie.ts'

/**
 * The longer of what was typed and what was meant has at least this many letters: shorter words have too many
 * neighbours for a slip to be told from another word.
 */
export const TYPO_LETTERS_MIN = 5
const ASCII_LETTERS_ONLY = /^[a-z]+$/
const LETTERS_ONLY = /^[\p{L}\p{Mn}\p{Mc}]+$/u

/** Words with a digit are never misspelt: `00124` is not a slip of `00123`, it is another article. */
export const isSpellable = (word: string): boolean =>
  word.length >= TYPO_LETTERS_MIN - 1 && (ASCII_LETTERS_ONLY.test(word) || LETTERS_ONLY.test(word))

/** Bounds one look-up; only scripts with thousands of letters come near it. */
const STEPS_MAX = 20_000

interface Walk extends Trie {
  steps: number
}

function step(walk: Walk, parent: number, letter: number): number {
  let node = walk.child[parent] as number
  walk.steps += 1
  while (node !== NONE && (walk.letter[node] as number) < letter) {
    node = walk.sibling[node] as number
    walk.steps += 1
  }
  return node !== NONE && walk.letter[node] === letter ? node : NONE
}

/** Whether `text` from `at` on can be spelt out below `node`. */
function canFollow(walk: Walk, node: number, text: string, at: number): boolean {
  let here = node
  for (let next = at; next < text.length; next += 1) {
    here = step(walk, here, text.charCodeAt(next))
    if (here === NONE) return false
  }
  return true
}

/** One slip at `at`, of the kinds that need no guessing: a letter too many, or two swapped. */
function* mended(walk: Walk, node: number, text: string, at: number): Generator<string> {
  const [start, typed, next] = [text.slice(0, at), text[at] ?? '', text[at + 1] ?? '']
  if (canFollow(walk, node, text, at + 1)) yield start + text.slice(at + 1)
  if (next === '' || next === typed) return
  const swapped = next + typed + text.slice(at + 2)
  if (canFollow(walk, node, swapped, 0)) yield start + swapped
}

/** One slip at `at`, with each letter that some known word has there: a wrong letter, or one left out. */
function* guessed(walk: Walk, node: number, text: string, at: number): Generator<string> {
  const typed = text.charCodeAt(at)
  for (let child = walk.child[node] as number; child !== NONE; child = walk.sibling[child] as number) {
    walk.steps += 1
    const code = walk.letter[child] as number
    if (code === typed) continue
    const start = text.slice(0, at) + String.fromCharCode(code)
    if (canFollow(walk, child, text, at + 1)) yield start + text.slice(at + 1)
    if (canFollow(walk, child, text, at)) yield start + text.slice(at)
  }
}

/**
 * Beginnings of known words (whole words included) at Damerau-Levenshtein distance one from `text`, where a
 * swap counts as one slip; and the steps taken to find them.
 */
export function corrections(trie: Trie, text: string): { texts: string[]; steps: number } {
  const walk: Walk = { ...trie, steps: 0 }
  const texts = new Set<string>()
  let node = ROOT
  for (let at = 0; at < text.length && walk.steps < STEPS_MAX; at += 1) {
    for (const found of mended(walk, node, text, at)) texts.add(found)
    for (const found of guessed(walk, node, text, at)) {
      texts.add(found)
      if (walk.steps > STEPS_MAX) break
    }
    node = step(walk, node, text.charCodeAt(at))
    if (node === NONE) break
  }
  texts.delete(text)
  return { texts: [...texts], steps: walk.steps }
}
