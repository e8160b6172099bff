const PASSWORD_CHARS_MIN = 10
const PASSWORD_CHARS_MAX = 256

export type PasswordTrouble = 'short' | 'long' | 'address' | 'repeated'

/**
 * What is wrong with a new password, as far as a page can tell; the shop knows the commonest ones besides.
 * Characters are counted as the shop does: by code points.
 */
export function passwordTrouble(password: string, email = ''): PasswordTrouble | undefined {
  const { length } = [...password]
  if (length < PASSWORD_CHARS_MIN) return 'short'
  if (length > PASSWORD_CHARS_MAX) return 'long'
  const typed = password.normalize('NFC').trim().toLowerCase()
  const address = email.normalize('NFC').trim().toLowerCase()
  if (address && (typed === address || typed === address.split('@')[0])) return 'address'
  return /^(.{1,4})\1+$/u.test(typed) ? 'repeated' : undefined
}
