interface Words {
  readonly ways: Readonly<Record<string, string>>
  withCode(way: string): string
}

/** How a session was opened, for people: `passkey`, `openid:google`, `password+code`. */
export function wayIn(method: string, { ways, withCode }: Words): string {
  const [way = '', code] = method.split('+')
  const [kind, provider] = way.split(':')
  const name = provider ? provider.charAt(0).toUpperCase() + provider.slice(1) : (ways[kind ?? ''] ?? way)
  return code === 'code' ? withCode(name) : name
}
