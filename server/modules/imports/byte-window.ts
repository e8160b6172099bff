/** The last bytes of a stream, so that a part of it can be looked at again. */
export function createByteWindow() {
  let pieces: Buffer[] = []
  let from = 0

  return {
    feed(bytes: Buffer) {
      pieces.push(bytes)
    },
    /** Lets go of what lies before an offset. */
    forget(before: number) {
      let kept = 0
      for (let piece = pieces[0]; piece && from + piece.length <= before; piece = pieces[++kept])
        from += piece.length
      if (kept > 0) pieces = pieces.slice(kept)
    },
    /** The bytes from one offset to before another; neither may have been forgotten. */
    between: (start: number, end: number): Buffer => Buffer.concat(pieces).subarray(start - from, end - from),
  }
}
