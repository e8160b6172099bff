import { hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Binary } from '#http/route.ts'
import { html } from '#modules/notifications/index.ts'

/** The colours are those of the mails; all pairs have a contrast of 4.5 to 1 at least. */
const SHEET = `
:root{color-scheme:light dark;--bg:#f4f2ed;--card:#fff;--ink:#1f1e1b;--soft:#5f5d57;--rule:#8a877f}
@media (prefers-color-scheme:dark){
:root{--bg:#151617;--card:#202224;--ink:#f1efe9;--soft:#b3b0a7;--rule:#85827b}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:28rem;margin:0 auto;padding:2rem 1rem}
.card{background:var(--card);border-radius:14px;padding:1.75rem 1.5rem;overflow-wrap:anywhere}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.3}
p{margin:0 0 1rem}
.soft{color:var(--soft);font-size:.9375rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}
dt{color:var(--soft)}
dd{margin:0;text-align:right;font-weight:600}
form{display:flex;flex-wrap:wrap;gap:.75rem;margin:0 0 1.25rem}
button{flex:1 1 9rem;min-height:3rem;padding:.5rem 1rem;border:1px solid var(--rule);border-radius:8px;
background:transparent;color:var(--ink);font:inherit;font-weight:600;cursor:pointer}
button.yes{background:var(--ink);border-color:var(--ink);color:var(--card)}
.card>:last-child{margin-bottom:0}
a{color:var(--ink)}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
`

/** Only its own style sheet and forms to the shop itself. */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${hash('sha256', SHEET, 'base64')}'`,
    // For the icon in the browser's tab.
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  // The address is for its holder alone; but without any, a browser would not tell the shop that the form is
  // the shop's own.
  'referrer-policy': 'same-origin',
}

/** What a bank would show: who wants how much for what, and two buttons. */
export const askingPage = (asked: { shop: string; number: string; amount: string; action: string }): Binary =>
  page(
    'Confirm your payment',
    html`<dl>
<dt>To</dt><dd>${asked.shop}</dd>
<dt>For</dt><dd>Order #${asked.number}</dd>
<dt>Amount</dt><dd>${asked.amount}</dd>
</dl>
<form method="post" action="${asked.action}">
<button class="yes" name="outcome" value="captured">Approve</button>
<button name="outcome" value="declined">Refuse</button>
</form>
<p class="soft">This is a test payment: it plays the page of your bank, and no money moves.</p>`,
  )

/** The payment was decided, or its time is over. */
export const nothingToAskPage = ({ home }: { home: string }): Binary =>
  page(
    'There is nothing to confirm',
    html`<p>This payment was decided already, or its time is over. In that case nothing was charged, and the cart is as
it was.</p>
<p><a href="${home}">Go to the shop</a></p>`,
  )

function page(title: string, body: ReturnType<typeof html>): Binary {
  const text = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="icon" href="/favicon.svg" type="image/svg+xml">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title><style>`.text
  const bytes = Buffer.from(
    `${text}${SHEET}${
      html`</style></head>
<body><main><div class="card"><h1>${title}</h1>
${body}
</div></main></body></html>
`.text
    }`,
  )
  const contentType = 'text/html; charset=utf-8'
  return new Binary({ contentType, bytes: bytes.length, open: () => Readable.from([bytes]) }, HEADERS)
}
