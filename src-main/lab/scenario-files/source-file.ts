/** YAML files that people write or that are shipped: found by path or by name. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const EXTENSION = '.yaml'
const RESOURCES = resourcesFolder(__dirname)

export interface SourceFile {
  /** The file's name without `.yaml`. */
  readonly id: string
  readonly path: string
  readonly text: string
}

/** Where shipped files of this kind lie. */
export function shippedFolder(kind: 'scenarios' | 'comparisons' | 'lessons'): string {
  return join(RESOURCES, kind)
}

/** The files of a folder, parsed. Every page that joins is told of all of them, so only what has changed is parsed again. */
export class ShippedFiles<File extends SourceFile> {
  private readonly parsed = new Map<string, { readonly changed_ms: number; readonly file: File }>()

  constructor(
    private readonly folder: string,
    private readonly read: (name: string) => File
  ) {}

  /** In order; none of the files is read. */
  names(): string[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(EXTENSION))
      .map((name) => basename(name, EXTENSION))
      .sort()
  }

  /** All of them, by name. */
  all(): File[] {
    return this.names().map((name) => this.get(name))
  }

  private get(name: string): File {
    const changed_ms = statSync(join(this.folder, `${name}${EXTENSION}`)).mtimeMs
    const known = this.parsed.get(name)
    if (known?.changed_ms === changed_ms) return known.file
    const file = this.read(name)
    this.parsed.set(name, { changed_ms, file })
    return file
  }
}

/** Reads a file by path or by its name in the folder. Throws an error with one sentence when there is no such file. */
export function readSource(folder: string, path_or_name: string, kind: string): SourceFile {
  const shipped = join(folder, `${path_or_name}${EXTENSION}`)
  const path = /^[a-z0-9-]+$/.test(path_or_name) && existsSync(shipped) ? shipped : path_or_name
  return { id: basename(path, EXTENSION), path, text: readText(path, kind) }
}

/** Throws an error with one sentence when the file cannot be read; `kind` says what it should be. */
export function readText(path: string, kind: string): string {
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

/** The nearest one on the way up: from the sources, from the bundles in `out/main` and within a package alike. */
function resourcesFolder(from: string): string {
  const folder = join(from, 'resources')
  if (existsSync(join(folder, 'scenarios'))) return folder
  if (dirname(from) === from) throw new Error('resources/scenarios is missing beside the program: install Netsplit again.')
  return resourcesFolder(dirname(from))
}
