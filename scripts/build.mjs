import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { binOf, ROOT } from './paths.mjs'
import { runNode } from './process.mjs'

const SOURCES = ['src-shared', 'src-node', 'src-main', 'src-renderer', 'electron.vite.config.ts', 'package-lock.json']
const BUILT = ['out/main/cli.js', 'out/main/desktop.js', 'out/preload/preload.js', 'out/renderer/index.html']

/** Builds unless everything built is newer than every source. Returns the builder's exit code. */
export async function buildIfStale() {
  const built = BUILT.map((file) => join(ROOT, file))
  if (built.every(existsSync)) {
    const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs))
    if (SOURCES.every((source) => newest(join(ROOT, source)) < oldest)) return 0
  }
  return runNode(binOf('electron-vite'), ['build', '--logLevel', 'warn'], { cwd: ROOT })
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
