import { Anchor, Avatar, Stack, Text } from '@mantine/core'
import { Card } from '../../components/card.tsx'
import { ConfirmButton } from '../../components/confirm-button.tsx'
import { CopyText } from '../../components/copy-text.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { useSave } from '../../components/use-save.ts'
import { type Me, useMe } from '../../session/me.ts'
import { shop } from '../../shop.ts'

export const Account = ({ user: { id, name, email, emailVerified, picture } }: { user: Me }) => (
  <Card title="Account">
    <Stack gap="xs" align="flex-start">
      <Avatar src={picture} name={name} size={56} alt="" />
      <Anchor href={`mailto:${email}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
        {email}
      </Anchor>
      <StatusBadge tone={emailVerified ? 'good' : 'idle'}>
        {emailVerified ? 'Address verified' : 'Address not verified'}
      </StatusBadge>
      <CopyText text={id} label="Copy the id" />
    </Stack>
  </Card>
)

/** For somebody who cannot come in any more. */
export function Security({ user }: { user: Me }) {
  const me = useMe()
  const ending = useSave({
    save: () => shop.delete('/admin/users/{userId}/second-factor', { path: { userId: user.id } }),
    done: `${user.name} signs in without a second factor now.`,
    isQuiet: true,
  })
  if (me.id === user.id) return null
  return (
    <Card title="Second factor" lead="For somebody who lost their phone and their recovery codes.">
      <ConfirmButton
        label="End their second factor"
        title={`End the second factor of ${user.name}?`}
        confirmLabel="End the second factor"
        isDangerous
        onConfirm={() => ending.saveAsync()}
      >
        <Text size="sm">
          Make sure that it is really them who asks: from then on their password alone opens the account. They
          are signed out everywhere and get a mail; their recovery codes end with it, their passkeys stay.
        </Text>
      </ConfirmButton>
    </Card>
  )
}
