/**
 * A trie of the words that may be misspelt, in four flat arrays (14 bytes a node). It answers which beginnings of known
 * words are one slip away from what was typed: a letter too many, too few, wrong, or two neighbours swapped.
 */
export interface Spelling {
  /** Per node: its first child, its next sibling (in order of letter), its letter, and how many words pass through. */
  child: Uint32Array
  sibling: Uint32Array
  letter: Uint16Array
  words: Uint32Array
  used: number
  free: number
}

const ROOT = 0
/** 0 is the root, which nothing points to. */
const NONE = 0
const ROOM_MIN = 1_024

const arrays = (room: number) => ({
  child: new Uint32Array(room),
  sibling: new Uint32Array(room),
  letter: new Uint16Array(room),
  words: new Uint32Array(room),
})

export const createSpelling = (): Spelling => ({ ...arrays(ROOM_MIN), used: 1, free: NONE })

/**
 * The longer of what was typed and what was meant has at least this many letters: shorter words have too many
 * neighbours for a slip to be told from another word.
 */
export const TYPO_LETTERS_MIN = 5
const LETTERS_ONLY = /^[\p{L}\p{Mn}\p{Mc}]+$/u

/** Words with a digit are never misspelt: `00124` is not a slip of `00123`, it is another article. */
export const isSpellable = (word: string): boolean =>
  word.length >= TYPO_LETTERS_MIN - 1 && LETTERS_ONLY.test(word)

function grow(spelling: Spelling): void {
  const before = { ...spelling }
  Object.assign(spelling, arrays(Math.ceil(before.child.length * 1.5)))
  spelling.child.set(before.child)
  spelling.sibling.set(before.sibling)
  spelling.letter.set(before.letter)
  spelling.words.set(before.words)
}

function newNode(spelling: Spelling, letter: number, sibling: number): number {
  let node = spelling.free
  if (node !== NONE) spelling.free = spelling.sibling[node] as number
  else {
    if (spelling.used === spelling.child.length) grow(spelling)
    node = spelling.used
    spelling.used += 1
  }
  spelling.child[node] = NONE
  spelling.sibling[node] = sibling
  spelling.letter[node] = letter
  spelling.words[node] = 0
  return node
}

/** The child for `letter`, made in its place among its siblings if it is missing. */
function childFor(spelling: Spelling, parent: number, letter: number): number {
  let before = NONE
  let node = spelling.child[parent] as number
  while (node !== NONE && (spelling.letter[node] as number) < letter) {
    before = node
    node = spelling.sibling[node] as number
  }
  if (node !== NONE && spelling.letter[node] === letter) return node
  const fresh = newNode(spelling, letter, node)
  if (before === NONE) spelling.child[parent] = fresh
  else spelling.sibling[before] = fresh
  return fresh
}

export function addSpelling(spelling: Spelling, word: string): void {
  let node = ROOT
  for (let at = 0; at < word.length; at += 1) {
    node = childFor(spelling, node, word.charCodeAt(at))
    spelling.words[node] = (spelling.words[node] as number) + 1
  }
}

function unlink(spelling: Spelling, parent: number, node: number): void {
  const after = spelling.sibling[node] as number
  let before = spelling.child[parent] as number
  if (before === node) spelling.child[parent] = after
  else {
    while (spelling.sibling[before] !== node) before = spelling.sibling[before] as number
    spelling.sibling[before] = after
  }
  spelling.sibling[node] = spelling.free
  spelling.free = node
}

/** Removes a word that was added before. */
export function dropSpelling(spelling: Spelling, word: string): void {
  const path = [ROOT]
  for (let at = 0; at < word.length; at += 1) {
    const node = childFor(spelling, path[at] as number, word.charCodeAt(at))
    spelling.words[node] = (spelling.words[node] as number) - 1
    path.push(node)
  }
  for (let at = word.length; at > 0 && spelling.words[path[at] as number] === 0; at -= 1) {
    unlink(spelling, path[at - 1] as number, path[at] as number)
  }
}

/** Bounds one look-up; only scripts with thousands of letters come near it. */
const STEPS_MAX = 20_000

interface Walk extends Spelling {
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
 * Beginnings of known words (whole words included) at Damerau-Levenshtein distance one from `text`, where a swap counts
 * as one slip; and the steps taken to find them.
 */
export function corrections(spelling: Spelling, text: string): { texts: string[]; steps: number } {
  const walk: Walk = { ...spelling, steps: 0 }
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
