/** YAML files that people write or that are shipped: found by path or by name. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'

const EXTENSION = '.yaml'
/** As far up from here as from `out/main`, where the bundles lie; packaged the same. */
const RESOURCES = join(__dirname, '../../resources')

export interface SourceFile {
  /** The file's name without `.yaml`. */
  readonly id: string
  readonly path: string
  readonly text: string
}

/** Where shipped files of this kind lie. */
export function shippedFolder(kind: 'scenarios' | 'comparisons'): string {
  return join(RESOURCES, kind)
}

/** Names of the files in the folder, in order. */
export function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => basename(name, EXTENSION))
    .sort()
}

/** Reads a file by path or by its name in the folder. Throws an error with one sentence when there is no such file. */
export function readSource(folder: string, path_or_name: string, kind: string): SourceFile {
  const shipped = join(folder, `${path_or_name}${EXTENSION}`)
  const path = /^[a-z0-9-]+$/.test(path_or_name) && existsSync(shipped) ? shipped : path_or_name
  return { id: basename(path, EXTENSION), path, text: readText(path, kind) }
}

function readText(path: string, kind: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`${path}: ${reason((error as NodeJS.ErrnoException).code, kind) ?? (error as Error).message}`)
  }
}

function reason(code: string | undefined, kind: string): string | undefined {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `there is no such ${kind} file, and no shipped ${kind} of that name`,
    EISDIR: `this is a folder; expected a ${kind} file`,
    EACCES: 'this file may not be read'
  }
  return reasons[code ?? '']
}
