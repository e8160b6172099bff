import type { FanOut } from '#kernel/fan-out.ts'
import { randomText } from '#kernel/id.ts'
import type { Redis } from './redis.ts'

const CHANNEL = 'ms:committed'
/** At most one message in so long: a hint is worth no more. */
const EVERY_MS = 20

/** A message without content but for who sent it, so that nobody is woken by themselves. */
export function createRedisFanOut(redis: Redis): FanOut {
  const self = randomText(16)
  let isWaiting = false
  return {
    tell() {
      if (isWaiting || !redis.up()) return
      isWaiting = true
      const send = () => {
        isWaiting = false
        redis.publish(CHANNEL, self)
      }
      setTimeout(send, EVERY_MS).unref()
    },
    onTold(wake) {
      redis.subscribe(CHANNEL, (from) => {
        if (from !== self) wake()
      })
    },
  }
}
