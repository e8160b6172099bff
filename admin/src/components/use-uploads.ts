import { useState } from 'react'
import { newKey } from '../new-key.ts'
import { shop } from '../shop.ts'
import { tellFault } from './use-save.ts'

export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif']
export const PICTURE_BYTES_MAX = 10 * 1_048_576

interface Uploading {
  readonly key: string
  readonly name: string
  /** From 0 to 100. */
  readonly percent: number
}

/** Sends pictures one after the other, so that they arrive in their order. What is refused is told. */
export function useUploads(onArrived: (url: string) => void) {
  const [uploading, setUploading] = useState<readonly Uploading[]>([])
  const upload = async (files: readonly File[]) => {
    const waiting = files.map((file) => ({ file, key: newKey(), name: file.name, percent: 0 }))
    setUploading((now) => [...now, ...waiting])
    for (const { file, key } of waiting) {
      const onProgress = ({ sentBytes, totalBytes }: { sentBytes: number; totalBytes: number }) =>
        setUploading((now) =>
          now.map((each) =>
            each.key === key ? { ...each, percent: Math.round((100 * sentBytes) / totalBytes) } : each,
          ),
        )
      await shop
        .upload('/admin/media', { file, onProgress })
        .then(({ url }) => onArrived(url), tellFault)
        .finally(() => setUploading((now) => now.filter((each) => each.key !== key)))
    }
  }
  return { uploading, upload }
}
