import { Skeleton, Stack } from '@mantine/core'
import css from './product.module.css'

/** The editor before the product is there. */
export const ProductOutline = () => (
  <div className={css.columns}>
    <Stack>
      <Skeleton height={330} radius="lg" />
      <Skeleton height={220} radius="lg" />
    </Stack>
    <Stack>
      <Skeleton height={110} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </Stack>
  </div>
)
