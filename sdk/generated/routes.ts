// Made by `npm run gen` from the routes. Do not edit.

/** How each address that takes a file is asked. */
export const UPLOADS = {
  '/admin/media': 'POST',
  '/me/picture': 'PUT',
  '/admin/imports': 'POST',
} as const

/** What signs somebody in by POST. True: it can put the token into a cookie, where `cookie` is set. */
export const SIGN_INS: Readonly<Record<string, boolean>> = {
  '/register': true,
  '/login': true,
  '/login/second-factor': false,
  '/password-resets/confirmation': true,
  '/magic-links/confirmation': true,
  '/admin/sign-in-links': true,
  '/invitations/acceptance': true,
  '/passkeys/sign-in': true,
  '/openid/sign-in': true,
}
