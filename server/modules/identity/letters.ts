import {
  html,
  type Letter,
  type LetterKind,
  letterKind,
  type Sender,
  toHtml,
  toPlainText,
} from '#modules/notifications/index.ts'

export interface LinkTold {
  readonly name: string
  readonly token: string
  /** The link proves an address for the first time, and so ends what others may have set up. */
  readonly endsPassword?: boolean
}

export interface Noticed {
  /** The new address, where it is one that was changed. */
  readonly address?: string
}

type NoticeTold = Noticed & { readonly name: string }

interface Words {
  readonly subject: string
  readonly title: string
  readonly leads: readonly string[]
  readonly button: { readonly label: string; readonly href: string }
  /** What to know besides, below the button. */
  readonly foot: string
}

/**
 * What somebody typed as their name goes to whatever address they typed as theirs. So it is used only where
 * it looks like a name: nobody can send an advertisement, or a link, through the shop.
 */
const greet = (hello: string, name: string): string => {
  const isName = name.length <= 40 && /^[\p{L}\p{M}' .’-]+$/u.test(name) && !/\.\S|^www/i.test(name)
  return isName ? `${hello}, ${name}!` : `${hello}!`
}

const toLetter = (sender: Sender, { subject, title, leads, button, foot }: Words): Letter => ({
  subject,
  text: toPlainText(sender, [title, ...leads, `${button.label}: ${button.href}`, foot]),
  html: toHtml(sender, {
    title,
    leads,
    button,
    body: html`<p class="soft" style="margin:24px 0 0;color:#6b6962;font-size:14px;line-height:21px">${foot}</p>`,
  }),
})

/** A page of the storefront, with the token that it sends on to the API. */
const page = ({ url }: Sender, what: string, token?: string): string =>
  `${url}/account/${what}${token === undefined ? '' : `?token=${encodeURIComponent(token)}`}`

export const verifyEmail = letterKind<LinkTold>('verify-email', (sender, { name, token }) =>
  toLetter(sender, {
    subject: `Is this your address? Confirm it for ${sender.name}`,
    title: greet('Hello', name),
    leads: ['It is good to have you. One click tells us that this address is yours.'],
    button: { label: 'Confirm my address', href: page(sender, 'verify-email', token) },
    foot:
      'The link works once, for a day. If you did not make an account with us, do nothing: without that click ' +
      'nobody can act in your name.',
  }),
)

export const accountExists = letterKind<LinkTold>('account-exists', (sender, { name, token }) =>
  toLetter(sender, {
    subject: `You already have an account at ${sender.name}`,
    title: greet('Welcome back', name),
    leads: [
      'Somebody, most likely you, has just tried to make an account with this address.',
      'You have one already. Come in with one click, no password needed.',
    ],
    button: { label: 'Sign me in', href: page(sender, 'sign-in', token) },
    foot: 'The link works once, for 15 minutes. If it was not you who asked, do nothing: your account is as it was.',
  }),
)

export const magicLink = letterKind<LinkTold>('magic-link', (sender, { name, token, endsPassword }) =>
  toLetter(sender, {
    subject: `Your link to sign in at ${sender.name}`,
    title: greet('Hello', name),
    leads: [
      'Here is your way in. One click, no password needed.',
      ...(endsPassword
        ? [
            'This address was never confirmed before. The click confirms it; a password from before ends with it, ' +
              'and you can choose a new one inside.',
          ]
        : []),
    ],
    button: { label: 'Sign me in', href: page(sender, 'sign-in', token) },
    foot: 'The link works once, for 15 minutes. If you did not ask for it, do nothing: nobody can come in without it.',
  }),
)

export const passwordReset = letterKind<LinkTold>('password-reset', (sender, { name, token }) =>
  toLetter(sender, {
    subject: `Choose a new password for ${sender.name}`,
    title: greet('Hello', name),
    leads: ['Passwords slip everyone’s mind. Choose a new one here; it signs you out everywhere else.'],
    button: { label: 'Choose a new password', href: page(sender, 'reset-password', token) },
    foot: 'The link works once, for an hour. If you did not ask for it, do nothing: your password stays as it is.',
  }),
)

export const emailChange = letterKind<LinkTold>('email-change', (sender, { name, token }) =>
  toLetter(sender, {
    subject: `Confirm your new address for ${sender.name}`,
    title: greet('Hello', name),
    leads: ['You asked us to write to this address from now on. One click, and we do.'],
    button: { label: 'Use this address', href: page(sender, 'change-email', token) },
    foot: 'The link works once, for an hour. If you did not ask for it, do nothing: nothing will change.',
  }),
)

const watchful = (sender: Sender) => ({
  label: 'Choose a new password',
  href: page(sender, 'reset-password'),
})

export const emailChangeAsked = letterKind<NoticeTold>(
  'email-change-asked',
  (sender, { name, address = '' }) =>
    toLetter(sender, {
      subject: `Your address at ${sender.name} is about to change`,
      title: greet('Hello', name),
      leads: [`Somebody who is signed in to your account asked to use ${address} instead of this address.`],
      button: watchful(sender),
      foot: 'If this was you, all is well. If not, choose a new password now: it signs everybody out.',
    }),
)

export const emailChanged = letterKind<NoticeTold>('email-changed', (sender, { name, address = '' }) =>
  toLetter(sender, {
    subject: `Your address at ${sender.name} was changed`,
    title: greet('Hello', name),
    leads: [
      `From now on we write to ${address}, and you sign in with it. This is our last mail to this address.`,
    ],
    button: { label: 'Visit your account', href: page(sender, 'sign-in') },
    foot: `If this was not you, write to ${sender.email} at once and we will put it right together.`,
  }),
)

export const emailTaken = letterKind<{ name: string }>('email-taken', (sender, { name }) =>
  toLetter(sender, {
    subject: `This address already has an account at ${sender.name}`,
    title: greet('Hello', name),
    leads: [
      'Somebody, most likely you, asked to use this address for another account of theirs.',
      'It belongs to your account here already, so we left everything as it is.',
    ],
    button: { label: 'Visit your account', href: page(sender, 'sign-in') },
    foot: 'If this was not you, there is nothing to do.',
  }),
)

export const passwordChanged = letterKind<NoticeTold>('password-changed', (sender, { name }) =>
  toLetter(sender, {
    subject: `Your password at ${sender.name} was changed`,
    title: greet('Hello', name),
    leads: ['Your password was changed just now, and you were signed out everywhere else.'],
    button: watchful(sender),
    foot: 'If this was you, all is well. If not, choose a new password now: it signs everybody out.',
  }),
)

/** What identity writes. */
export const letters: readonly LetterKind[] = [
  verifyEmail,
  accountExists,
  magicLink,
  passwordReset,
  emailChange,
  emailChangeAsked,
  emailChanged,
  emailTaken,
  passwordChanged,
] as readonly LetterKind[]
