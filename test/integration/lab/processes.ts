/** What the tests ask the system about processes (Linux: from /proc). */
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'

/** Processes started by this one. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => stateOf(candidate)?.parent === pid)
}

/** Whether the process exists and has not ended (a zombie has). */
export function isAlive(pid: number): boolean {
  const state = stateOf(pid)
  return state !== null && state.letter !== 'Z' && state.letter !== 'X'
}

/** The built program that a process of the lab runs, for example `reaper.js`. */
export function programOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[1]?.split('/').at(-1) ?? ''
}

/** Inodes of the TCP sockets on which the processes listen. */
export function listeningSockets(pids: readonly number[]): string[] {
  const listening = allListeningSockets()
  return pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/fd`)
      .map((fd) => linkOf(`/proc/${pid}/fd/${fd}`).match(/^socket:\[(\d+)\]$/)?.[1])
      .filter((inode): inode is string => inode !== undefined && listening.has(inode))
  )
}

/** Inodes of all TCP sockets in state LISTEN. */
export function allListeningSockets(): Set<string> {
  const lines = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1)
  const rows = lines.map((line) => line.trim().split(/\s+/))
  return new Set(rows.filter((row) => row[3] === '0A').map((row) => row[9]!))
}

function stateOf(pid: number): { letter: string; parent: number } | null {
  try {
    // The name, in parentheses, may contain blanks.
    const [letter, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    return { letter: letter!, parent: Number(parent) }
  } catch {
    return null
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
