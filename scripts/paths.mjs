import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

/** Downloads for development, gone with `node_modules`. */
export const CACHE = join(ROOT, 'node_modules', '.cache')

/** The manifest of an installed package, and its folder. */
export function packageOf(name) {
  const folder = join(ROOT, 'node_modules', name)
  return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }
}

/** The file behind a package's command. */
export function binOf(command, packageName = command) {
  const { folder, manifest } = packageOf(packageName)
  return join(folder, typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command])
}
