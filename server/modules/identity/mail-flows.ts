import { sendEmailChange } from './email-change.ts'
import { emailRoutes } from './email-routes.ts'
import { sendVerification } from './email-verification.ts'
import { letters } from './letters.ts'
import { sendMagicLink } from './magic-links.ts'
import { sendNotice } from './mail-tasks.ts'
import { sendPasswordReset } from './password-resets.ts'
import { passwordRoutes } from './password-routes.ts'
import { sessionRoutes } from './session-routes.ts'

/** What somebody does about their own way in: password, address, sessions. A part of identity's manifest. */
export const mailFlows = {
  routes: [...passwordRoutes, ...emailRoutes, ...sessionRoutes],
  jobs: [sendVerification, sendEmailChange, sendMagicLink, sendPasswordReset, sendNotice],
  letters,
}
