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
    private readonly read: (path: string) => File
  ) {}

  /** In order; none of the files is read. */
  names(): string[] {
    return shippedPaths(this.folder, EXTENSION)
      .map((path) => basename(path, EXTENSION))
      .sort()
  }

  /** The one of this name, parsed; the others are not read. */
  named(name: string): File | undefined {
    const path = pathOfShipped(this.folder, name, EXTENSION)
    return path === undefined ? undefined : this.get(path)
  }

  /** All of them, by name. */
  all(): File[] {
    return shippedPaths(this.folder, EXTENSION)
      .map((path) => this.get(path))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  private get(path: string): File {
    const changed_ms = statSync(path).mtimeMs
    const known = this.parsed.get(path)
    if (known?.changed_ms === changed_ms) return known.file
    const file = this.read(path)
    this.parsed.set(path, { changed_ms, file })
    return file
  }
}

/** Files of a kind, in the folder itself and in its folders, one for each section of the chapter. */
export function shippedPaths(folder: string, extension: string): string[] {
  if (!existsSync(folder)) return []
  // Not by `recursive`, which the oldest Electron's Node does not know.
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return [folder, ...folders.map(({ name }) => join(folder, name))].flatMap((one) =>
    readdirSync(one)
      .filter((name) => name.endsWith(extension))
      .map((name) => join(one, name))
  )
}

/** Reads a file by path or by its name in the folder. Throws an error with one sentence when there is no such file. */
export function readSource(folder: string, path_or_name: string, kind: string): SourceFile {
  const path = pathOfShipped(folder, path_or_name, EXTENSION) ?? path_or_name
  return { id: basename(path, EXTENSION), path, text: readText(path, kind) }
}

/** By its name alone, whichever folder it lies in. */
export function pathOfShipped(folder: string, name: string, extension: string): string | undefined {
  return shippedPaths(folder, extension).find((path) => basename(path, extension) === name)
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
    ENOENT: `there is no such ${kind} file, and no ${kind} of that name`,
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
