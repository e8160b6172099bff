import type { Ctx } from '#context'
import { publicUrl, shopSettings } from '#modules/settings/index.ts'
import { oneLine } from './html.ts'
import type { LetterKind } from './letters.ts'
import { mailTransport } from './mail.ts'

/**
 * Hands a mail to the transport. Called where an event is delivered or a job is done, never in a request: a
 * mail server that is away must not keep anybody waiting, and what failed is tried again.
 */
export async function sendMail<T>(
  ctx: Ctx,
  { kind }: LetterKind<T>,
  { to, ...mail }: { to: string; about: string; eventId: string; told: T },
): Promise<void> {
  const shop = await shopSettings(ctx)
  const name = oneLine(shop.name)
  await ctx.use(mailTransport).send(ctx, {
    ...mail,
    kind,
    to: oneLine(to),
    from: `"${name.replace(/["\\]/g, '\\$&')}" <${oneLine(shop.email)}>`,
    sender: { name, email: shop.email, url: ctx.use(publicUrl) },
  })
}
