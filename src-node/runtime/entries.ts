import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A process (or worker thread) of the lab that another one starts. */
export type EntryName = 'cli' | 'node' | 'fabric' | 'client' | 'reaper' | 'checker' | 'sweeper'

/**
 * The built file that a process starts from. It lies beside the running bundle; `NETSPLIT_ENTRIES` names the folder where code
 * runs unbundled (tests). Throws when it has not been built.
 */
export function entryPath(name: EntryName): string {
  const path = join(process.env.NETSPLIT_ENTRIES ?? __dirname, `${name}.js`)
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\``)
  return path
}
