import { totalmem } from 'node:os'

/** The memory that this process may take: the machine's, or what its container has of it. In bytes. */
export function memoryBytes(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}
