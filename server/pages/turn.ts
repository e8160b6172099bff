import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MINUTE_MS, systemClock } from '#kernel/clock.ts'

/** Takes the turn that this file stands for. Answers how to give it back; undefined while another has it. */
export async function takeTurn(file: string): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(file), { recursive: true })
  const own = `${file}-${randomUUID()}`
  await writeFile(own, String(process.pid))
  try {
    // At once with what is in it: nobody reads a file that does not say whose it is.
    const isOurs = (await tryLink(own, file)) || ((await removeDead(file)) && (await tryLink(own, file)))
    return isOurs ? () => rm(file, { force: true }) : undefined
  } finally {
    await rm(own, { force: true })
  }
}

/** Longer than any turn lasts. The number of whoever died then may be another process's by now. */
const TURN_MS_MAX = 7 * MINUTE_MS

/** Whether a process that lives has this turn. */
export async function isTaken(file: string): Promise<boolean> {
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'))
  if (!isAlive(pid)) return false
  const begun = await stat(file).catch(() => undefined)
  return begun !== undefined && systemClock.now() - begun.mtimeMs < TURN_MS_MAX
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false
    throw error
  }
}

/** Takes the turn of one who died out of the way. Of several who try, one moves it; the others find none. */
async function removeDead(file: string): Promise<boolean> {
  if (await isTaken(file)) return false
  const moved = `${file}-${randomUUID()}`
  try {
    await rename(file, moved)
  } catch {
    return true
  }
  const isDead = !(await isTaken(moved))
  // Another was quicker, and it is theirs that was moved.
  if (!isDead) await tryLink(moved, file)
  await rm(moved, { force: true })
  return isDead
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It lives, and belongs to somebody else.
    return (error as { code?: string }).code === 'EPERM'
  }
}
