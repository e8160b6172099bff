/** Words as a tree of letters (UTF-16 code units), in four flat arrays: 14 bytes a node. */
export interface Trie {
  /**
   * By node: its first child, its next sibling in order of letter, its letter, and how many words pass
   * through.
   */
  child: Uint32Array
  sibling: Uint32Array
  letter: Uint16Array
  words: Uint32Array
  used: number
  free: number
}

export const ROOT = 0
/** Also 0, since nothing points to the root. */
export const NONE = 0
const ROOM_MIN = 1_024

const arrays = (room: number) => ({
  child: new Uint32Array(room),
  sibling: new Uint32Array(room),
  letter: new Uint16Array(room),
  words: new Uint32Array(room),
})

export const createTrie = (): Trie => ({ ...arrays(ROOM_MIN), used: 1, free: NONE })

function grow(trie: Trie): void {
  const before = { ...trie }
  Object.assign(trie, arrays(Math.ceil(before.child.length * 1.5)))
  trie.child.set(before.child)
  trie.sibling.set(before.sibling)
  trie.letter.set(before.letter)
  trie.words.set(before.words)
}

function newNode(trie: Trie, letter: number, sibling: number): number {
  let node = trie.free
  if (node !== NONE) trie.free = trie.sibling[node] as number
  else {
    if (trie.used === trie.child.length) grow(trie)
    node = trie.used
    trie.used += 1
  }
  trie.child[node] = NONE
  trie.sibling[node] = sibling
  trie.letter[node] = letter
  trie.words[node] = 0
  return node
}

/** The child for `letter`, made in its place among its siblings if it is missing. */
function childFor(trie: Trie, parent: number, letter: number): number {
  let before = NONE
  let node = trie.child[parent] as number
  while (node !== NONE && (trie.letter[node] as number) < letter) {
    before = node
    node = trie.sibling[node] as number
  }
  if (node !== NONE && trie.letter[node] === letter) return node
  const fresh = newNode(trie, letter, node)
  if (before === NONE) trie.child[parent] = fresh
  else trie.sibling[before] = fresh
  return fresh
}

export function addToTrie(trie: Trie, word: string): void {
  let node = ROOT
  for (let at = 0; at < word.length; at += 1) {
    node = childFor(trie, node, word.charCodeAt(at))
    trie.words[node] = (trie.words[node] as number) + 1
  }
}

function unlink(trie: Trie, parent: number, node: number): void {
  const after = trie.sibling[node] as number
  let before = trie.child[parent] as number
  if (before === node) trie.child[parent] = after
  else {
    while (trie.sibling[before] !== node) before = trie.sibling[before] as number
    trie.sibling[before] = after
  }
  trie.sibling[node] = trie.free
  trie.free = node
}

/** Removes a word that was added before. */
export function dropFromTrie(trie: Trie, word: string): void {
  const path = [ROOT]
  for (let at = 0; at < word.length; at += 1) {
    const node = childFor(trie, path[at] as number, word.charCodeAt(at))
    trie.words[node] = (trie.words[node] as number) - 1
    path.push(node)
  }
  for (let at = word.length; at > 0 && trie.words[path[at] as number] === 0; at -= 1) {
    unlink(trie, path[at - 1] as number, path[at] as number)
  }
}
