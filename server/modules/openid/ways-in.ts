/** How this module's links are named among the ways into an account. */
export const OPENID = 'openid'
