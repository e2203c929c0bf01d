import { spawn, spawnSync } from 'node:child_process'
import { constants, setPriority } from 'node:os'

/** Whether this user may do everything on this machine (never true on Windows). */
export const isRoot = process.geteuid?.() === 0

/** Whether a command is on the path. */
export function hasCommand(name) {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'ignore' }).status === 0
}

/** Resolves to the process's exit code (1 when a signal ended it). Signals to this process reach it. */
function exitCodeOf(child) {
  return new Promise((resolve, reject) => {
    const pass = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass)
    child.once('error', reject)
    child.once('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, pass)
      resolve(code ?? 1)
    })
  })
}

/** Runs a program to its end with this terminal; resolves to its exit code (1 when a signal ended it). */
export function run(command, args, options = {}) {
  return exitCodeOf(spawn(command, args, { stdio: 'inherit', ...options }))
}

/** Like {@link run} for a Node program of this repository or its packages. */
export function runNode(file, args = [], options = {}) {
  return run(process.execPath, [file, ...args], options)
}

/** Like {@link runNode}, at the lowest priority and without this terminal; resolves to its exit code and all that it printed. */
export async function runNodeInBackground(file, args = [], options = {}) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (output += part))
  return { code: await exitCodeOf(child), output }
}

/** Ends with one sentence instead of a stack trace. */
export function fail(text, code = 1) {
  console.error(text)
  process.exit(code)
}
