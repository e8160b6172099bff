import type { Absence } from './shelf.ts'

/** For how long a browser waits before it asks again. */
export const RETRY_SECONDS = 3

interface Words {
  readonly title: string
  readonly text: string
}

const WORDS: Readonly<Record<Absence, Words>> = {
  building: {
    title: 'The pages are being built',
    text: 'This takes up to half a minute. This page loads again by itself; the API is open already.',
  },
  failed: {
    title: 'The pages could not be built',
    text:
      'The log of the server says why. When that is put right, run <code>npm run build</code>, or start ' +
      'the shop again. The API is open.',
  },
  missing: {
    title: 'The pages have not been built',
    text: 'Run <code>npm run build</code>; then load this page again. The API is open.',
  },
}

/** What is shown while there is nothing to show. */
export const renderWaiting = (why: Absence): string =>
  renderNote({
    ...WORDS[why],
    more: '<a href="/docs">The API’s reference</a>',
    refreshSeconds: RETRY_SECONDS,
  })

interface Note {
  readonly title: string
  /** As HTML, as is `more`. */
  readonly text: string
  readonly more: string
  /** When the browser asks again by itself. */
  readonly refreshSeconds?: number | undefined
}

/** A page of a few words that needs no script, and nothing else from anywhere. */
export function renderNote({ title, text, more, refreshSeconds }: Note): string {
  const refresh =
    refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">\n`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${refresh}<title>${title}</title>
<style>
  body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto 0; padding: 0 1.25rem }
  h1 { font-size: 1.6rem; line-height: 1.25 }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p role="status">${text}</p>
<p>${more}</p>
</main>
</body>
</html>
`
}
