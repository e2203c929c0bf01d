import { readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { OpenedFile } from '../../src-shared/desktop-bridge'

/** What the program opens: scenarios, and recordings as one file. */
const EXTENSIONS = /\.(ya?ml|netsplit)$/i
/** More at once is a mistake. */
const FILES_MAX = 8
const BYTES_MAX = 256 * 1024 * 1024

/** Of the words of a command line those that name files to open, as whole paths. */
export function filesAmong(words: readonly string[], folder: string): string[] {
  const named = words.filter((word) => !word.startsWith('-') && EXTENSIONS.test(word))
  return named.slice(0, FILES_MAX).map((word) => resolve(folder, word))
}

/** Files that were opened with the program, until a page takes them. */
export class OpenedFiles {
  private waiting: string[] = []
  private send: ((file: OpenedFile) => void) | null = null

  add(paths: readonly string[]): void {
    this.waiting = [...this.waiting, ...paths].slice(-FILES_MAX)
    this.flush()
  }

  /** A page listens from now on. */
  deliverTo(send: (file: OpenedFile) => void): void {
    this.send = send
    this.flush()
  }

  private flush(): void {
    const { send } = this
    if (send) for (const path of this.waiting.splice(0)) void readOpened(path).then(send)
  }
}

async function readOpened(path: string): Promise<OpenedFile> {
  const name = basename(path)
  try {
    const { size } = await stat(path)
    if (size > BYTES_MAX)
      return { name, error: `${path} is larger than ${BYTES_MAX / 1024 / 1024} MiB, which is more than can be opened.` }
    return { name, bytes: await readFile(path) }
  } catch (error) {
    return { name, error: `${path} cannot be read (${(error as Error).message}).` }
  }
}
