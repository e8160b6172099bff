import { Html, html } from './html.ts'

/** Who writes: the shop, and where its pages are. */
export interface Sender {
  readonly name: string
  readonly email: string
  /** The shop's address on the web, without a slash at the end. */
  readonly url: string
}

export interface Letter {
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Button {
  readonly label: string
  readonly href: string
}

/** Stands inline for mail programs that drop style sheets; the sheet is for those that know dark mode. */
export const style = {
  ink: new Html('color:#1f1e1b'),
  soft: new Html('color:#6b6962;font-size:14px;line-height:21px'),
  rule: new Html('border-top:1px solid #e6e3dc'),
  total: new Html('padding:8px 0 0;color:#1f1e1b;font-size:18px;font-weight:700'),
  label: new Html(
    'color:#6b6962;font-size:12px;line-height:18px;font-weight:600;letter-spacing:.06em;' +
      'text-transform:uppercase',
  ),
}

const SHEET = new Html(`
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
.bg{background:#151617!important}.card{background:#202224!important}
.ink{color:#f1efe9!important}.soft{color:#aaa79e!important}.rule{border-color:#3a3c3f!important}
.btn{background:#f1efe9!important;color:#1a1a18!important}}
@media (max-width:480px){.card{padding:28px 22px!important}.col{display:block!important;width:auto!important}}
`)

const PAGE = new Html(
  'max-width:560px;font-size:16px;line-height:24px;text-align:left;' +
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif",
)

const BUTTON = new Html(
  'display:inline-block;padding:13px 24px;border-radius:8px;background:#1f1e1b;' +
    'color:#ffffff;font-weight:600;text-decoration:none',
)

export const TABLE = new Html(
  '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"',
)

const button = ({ label, href }: Button): Html =>
  html`<p style="margin:20px 0 0"><a class="btn" href="${href}" style="${BUTTON}">${label}</a></p>`

/** The page around a letter's content: the shop's name, a card that is 560 px wide at most, who to ask. */
export function toHtml(
  sender: Sender,
  page: { title: string; leads: readonly string[]; button: Button; body: Html },
): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title><style>${SHEET}</style></head>
<body class="bg" style="margin:0;padding:0;background:#f4f2ed">
${TABLE}><tr><td align="center" style="padding:28px 12px 40px">
${TABLE} style="${PAGE}">
<tr><td class="ink" style="padding:0 4px 16px;font-weight:700;font-size:18px;${style.ink}">
${sender.name}</td></tr>
<tr><td class="card" style="padding:36px 40px;border-radius:14px;background:#ffffff">
<h1 class="ink" style="margin:0 0 8px;font-size:24px;line-height:31px;${style.ink}">${page.title}</h1>
${page.leads.map((lead) => html`<p class="ink" style="margin:0 0 8px;${style.ink}">${lead}</p>`)}
${button(page.button)}
${page.body}
</td></tr>
<tr><td class="soft" style="padding:20px 4px 0;${style.soft}">Questions? Write to
<a class="soft" href="mailto:${sender.email}" style="${style.soft}">${sender.email}</a>.</td></tr>
</table></td></tr></table></body></html>
`.text
}

/** Paragraphs with a blank line between them, signed by the shop. */
export const toPlainText = (sender: Sender, paragraphs: readonly (string | undefined)[]): string =>
  [...paragraphs, `Questions? Write to ${sender.email}.\n\n${sender.name}\n${sender.url}`]
    .filter((paragraph) => paragraph !== undefined)
    .join('\n\n')
    .concat('\n')
