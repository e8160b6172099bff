import { httpFaults } from '#http/problem.ts'
import { SECOND_MS } from '#kernel/clock.ts'
import { sniffImage } from '#modules/media/index.ts'
import { createLane } from '#work/lane.ts'
import { profileFaults } from './faults.ts'

/** Both sides of what is kept. */
export const PICTURE_PIXELS = 512

/** The largest that phones take. A few kilobytes can claim to be far more, and would fill the memory. */
export const PIXELS_MAX = 50_000_000
/** AVIF is read as a whole, and in several copies: some 20 bytes for each pixel. */
export const AVIF_PIXELS_MAX = 12_500_000

const TIME_MAX_MS = 10 * SECOND_MS
const QUALITY = 82

/** A picture as large as may be takes some 200 MB while it is being read, so there are never two at once. */
const lane = createLane({
  runningMax: 1,
  waitingMax: 20,
  refuse: () =>
    httpFaults.busy({
      message: 'Too many people are changing their picture right now. Try again in a moment.',
    }),
})

/**
 * Draws a picture anew, off the main thread: a square WebP without anything that was hidden in the file, such
 * as the place where it was taken. Of a moving picture, the first image.
 */
export const encodePicture = (bytes: Buffer): Promise<Buffer> =>
  lane(async () => {
    const sharp = await loadSharp()
    const limitInputPixels = sniffImage(bytes) === 'image/avif' ? AVIF_PIXELS_MAX : PIXELS_MAX
    try {
      return await sharp(bytes, { limitInputPixels, failOn: 'error' })
        .timeout({ seconds: TIME_MAX_MS / SECOND_MS })
        .autoOrient()
        .resize(PICTURE_PIXELS, PICTURE_PIXELS, { fit: 'cover' })
        .webp({ quality: QUALITY })
        .toBuffer()
    } catch (cause) {
      throw profileFaults.pictureUnreadable({ cause })
    }
  })

type Sharp = typeof import('sharp').default

let loading: Promise<Sharp> | undefined

/** Not at start: most processes never see a picture, and it is some 20 MB of native code. */
function loadSharp(): Promise<Sharp> {
  loading ??= import('sharp').then(({ default: sharp }) => sealed(sharp))
  return loading
}

/** The formats that the shop takes, and none of the others that the library could read: SVG, PDF, TIFF, … */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`)

function sealed(sharp: Sharp): Sharp {
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: LOADERS })
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}
