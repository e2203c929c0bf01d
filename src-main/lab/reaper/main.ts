/**
 * The guardian. When its channel closes, the lab is gone, in whatever way: it kills every process that it was told of, also those
 * stopped by SIGSTOP, which cannot notice anything, removes the folders, and exits. In an orderly end nothing is left to do.
 */
import { rmSync } from 'node:fs'
import type { LabToReaper } from './control'

/** How long a killed process may take to vanish before its folder is removed anyway. */
const VANISH_MS_MAX = 1000
const POLL_MS = 10

const pids = new Set<number>()
const folders = new Set<string>()

function take(message: LabToReaper): void {
  if (message.kind === 'guard-process') pids.add(message.pid)
  else if (message.kind === 'forget-process') pids.delete(message.pid)
  else folders.add(message.path)
}
// One that replaces another is told in its arguments what there is.
for (const told of process.argv.slice(2)) take(JSON.parse(told) as LabToReaper)
process.on('message', take)
process.on('disconnect', () => {
  pids.forEach((pid) => signal(pid, 'SIGKILL'))
  removeWhenGone(performance.now() + VANISH_MS_MAX)
})
// The end of the terminal or of its group is exactly when the reaper is needed.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => {})

function removeWhenGone(deadline: number): void {
  if ([...pids].some((pid) => signal(pid, 0)) && performance.now() < deadline) {
    setTimeout(() => removeWhenGone(deadline), POLL_MS)
    return
  }
  folders.forEach((path) => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
  process.exit(0)
}

/** False when there is no such process. */
function signal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}
