import type { ComponentProps } from 'react'
import { ConfirmButton } from './confirm-button.tsx'

/** For what takes something away: quiet on the page, and asks before it does it. */
export const DangerButton = (props: Omit<ComponentProps<typeof ConfirmButton>, 'isDangerous'>) => (
  <ConfirmButton variant="subtle" color="red" c="var(--mantine-color-error)" {...props} isDangerous />
)
