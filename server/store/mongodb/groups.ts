/** What waits to be written. */
export interface Waiting {
  /** What it contends for. */
  readonly names: readonly string[]
  readonly size: number
}

/** A group is one transaction: bounded, so that nobody waits for a crowd. */
const GROUP_MAX = 64
const GROUP_SIZE_MAX = 2_000

interface Group<W> {
  readonly members: W[]
  readonly names: Set<string>
  size: number
  isBegun: boolean
  readonly ended: Promise<void>
  end(): void
}

/**
 * MongoDB lets nobody wait for a document: of two transactions that write to it at once, one is refused and
 * must begin again. So those of this process that want the same documents wait for each other here. Whoever
 * waits for the same ones goes together: a hundred buyers of one thing are a few transactions, not a hundred
 * one after the other.
 *
 * `run` must settle its members, and never reject.
 */
export function createGroups<W extends Waiting>(run: (members: readonly W[]) => Promise<void>) {
  /** The last one that wants it. */
  const last = new Map<string, Group<W>>()

  function join(group: Group<W>, waiting: W): void {
    group.members.push(waiting)
    group.size += waiting.size
    for (const name of waiting.names) {
      group.names.add(name)
      last.set(name, group)
    }
  }

  async function begin(group: Group<W>, before: Iterable<Group<W>>): Promise<void> {
    for (const each of before) await each.ended
    group.isBegun = true
    await run(group.members)
    for (const name of group.names) if (last.get(name) === group) last.delete(name)
    group.end()
  }

  return (waiting: W): void => {
    const before = new Set(waiting.names.flatMap((name) => last.get(name) ?? []))
    const [only] = before
    if (only && before.size === 1 && hasRoom(only, waiting)) {
      join(only, waiting)
      return
    }
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const group: Group<W> = { members: [], names: new Set(), size: 0, isBegun: false, ended, end }
    // Its place is taken for all names at once, so no two groups can wait for each other.
    join(group, waiting)
    void begin(group, before)
  }
}

const hasRoom = ({ isBegun, members, size }: Group<Waiting>, waiting: Waiting): boolean =>
  !isBegun && members.length < GROUP_MAX && size + waiting.size <= GROUP_SIZE_MAX
