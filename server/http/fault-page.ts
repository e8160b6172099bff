import type { FaultSpec } from '#kernel/fault.ts'

/** The page that a problem's `type` leads to: each code with its status and what it means. */
export const renderFaults = (faults: readonly FaultSpec[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Errors</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
  :target { background: #fff3bf }
  code { font-size: 1.05em }
</style>
<h1>Errors</h1>
<p>Every refusal is <code>application/problem+json</code> (RFC 9457). Programs go by <code>code</code>, which is stable;
<code>detail</code> is for people and names the value and the remedy.</p>
<dl>
${faults.map(renderFault).join('\n')}
</dl>
`

const renderFault = ({ code, status, message }: FaultSpec) =>
  `<dt id="${toHtml(code)}"><code>${toHtml(code)}</code> ${status}</dt><dd>${toHtml(message)}</dd>`

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const toHtml = (text: string) => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char)
