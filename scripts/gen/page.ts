const NOTE = '<!-- Made by `npm run gen` from the routes. Do not edit. -->'

export const code = (text: string): string => `\`${text}\``

export const page = (title: string, intro: string, lines: readonly string[]): string =>
  `${[`# ${title}`, '', NOTE, '', intro, '', ...lines].join('\n').trimEnd()}\n`

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  )
