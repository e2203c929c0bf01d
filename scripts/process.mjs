import { spawn, spawnSync } from 'node:child_process'

/** Whether this user may do everything on this machine (never true on Windows). */
export const isRoot = process.geteuid?.() === 0

/** Whether a command is on the path. */
export function hasCommand(name) {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'ignore' }).status === 0
}

/** Runs a program to its end with this terminal; resolves to its exit code (1 when a signal ended it). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, pass)
    child.once('error', reject)
    child.once('close', (code) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, pass)
      resolve(code ?? 1)
    })
  })
}

/** Like {@link run} for a Node program of this repository or its packages. */
export function runNode(file, args = [], options = {}) {
  return run(process.execPath, [file, ...args], options)
}

/** Ends with one sentence instead of a stack trace. */
export function fail(text, code = 1) {
  console.error(text)
  process.exit(code)
}
