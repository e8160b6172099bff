let made = 0

/** Of a row that the shop does not know yet. (`crypto.randomUUID` is missing from pages without TLS.) */
export function newKey(): string {
  made += 1
  return `new:${made}`
}
