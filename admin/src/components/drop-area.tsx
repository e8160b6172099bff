import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { DropAreaProps } from './dropzone.tsx'

const Dropzone = lazy(() => import('./dropzone.tsx').then(({ FileDropzone }) => ({ default: FileDropzone })))

/** Takes files that are dropped or chosen. What it is made of is fetched when it is first shown. */
export const DropArea = (props: DropAreaProps) => (
  <Suspense fallback={<Skeleton height={props.height ?? 120} radius="md" />}>
    <Dropzone {...props} />
  </Suspense>
)
