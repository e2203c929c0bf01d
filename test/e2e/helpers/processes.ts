import { readdirSync, readFileSync } from 'node:fs'

/** All living descendants of a process (Linux). A process that has ended but is not yet collected is not living. */
export function descendants(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = parentOf(name)
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const found: number[] = []
  for (let next = [pid]; next.length > 0;) {
    next = next.flatMap((parent) => children.get(parent) ?? [])
    found.push(...next)
  }
  return found
}

/** Which of these processes still live. */
export function aliveOf(pids: readonly number[]): number[] {
  return pids.filter((pid) => parentOf(String(pid)) !== null)
}

function parentOf(name: string): number | null {
  if (!/^\d+$/.test(name)) return null
  try {
    // pid (name) state parent …; the name may hold anything, parentheses too.
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === 'X' ? null : Number(parent)
  } catch {
    return null
  }
}
