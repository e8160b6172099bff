import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Known {
  readonly words: readonly string[]
  readonly endings: ReadonlySet<string>
  readonly whole: ReadonlySet<string>
}

const FILE = join(import.meta.dirname, 'common-passwords.txt')

let known: Promise<Known> | undefined

/**
 * Whether a password is one of those that are tried first: in the ranked list of those that leaked most
 * often (some 49,000, of `@zxcvbn-ts/language-common`), a word that many use with an ending that many put
 * behind it, a walk over the keyboard, the same again and again. Upper and lower case count as one. The lists
 * are read when the first password is set, and not before.
 */
export async function isCommon(password: string): Promise<boolean> {
  const text = password.normalize('NFC').trim().toLowerCase()
  if (isRepetition(text) || isWalk(text)) return true
  known ??= readKnown()
  const { words, endings, whole } = await known
  return (
    whole.has(text) || words.some((word) => text.startsWith(word) && isEnd(text.slice(word.length), word))
  )

  function isEnd(end: string, word: string): boolean {
    return end === '' || end === word || endings.has(end) || YEAR.test(end)
  }
}

/** `password2024`, `password99!` */
const YEAR = /^[-_.@#]?(19|20)\d\d[!?.*#@]?$/

const UNIT_CHARS_MAX = 4

/** `aaaaaaaaaa`, `1212121212`, `abcabcabcabc` */
function isRepetition(text: string): boolean {
  for (let unit = 1; unit <= UNIT_CHARS_MAX; unit++) {
    if (text.length < 2 * unit) return false
    if (
      text ===
      text
        .slice(0, unit)
        .repeat(Math.ceil(text.length / unit))
        .slice(0, text.length)
    )
      return true
  }
  return false
}

const FORWARD = [
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  'abcdefghijklmnopqrstuvwxyz',
  '12345678901234567890',
  '01234567890123456789',
  '!@#$%^&*()',
]
const WALKS = [...FORWARD, ...FORWARD.map((walk) => [...walk].reverse().join(''))]

const isWalk = (text: string): boolean => WALKS.some((walk) => walk.includes(text))

async function readKnown(): Promise<Known> {
  const [words = [], endings = [], whole = []] = (await readFile(FILE, 'utf8')).split('\n\n').map((part) =>
    part
      .split('\n')
      .filter((line) => !line.startsWith('# '))
      .flatMap((line) => line.split(' ').filter(Boolean)),
  )
  // Some 20 ms and a few megabytes, so it is left to the first password.
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const ranked: readonly string[] = dictionary['passwords-common']
  return { words, endings: new Set(endings), whole: new Set([...whole, ...ranked]) }
}
