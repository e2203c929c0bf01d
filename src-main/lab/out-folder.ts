import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder cannot take a recording; the message is one sentence. */
export class OutFolderError extends Error {
  override readonly name = 'OutFolderError'
}

/** Makes sure of an empty, writable folder, creating it where needed. Throws {@link OutFolderError}. */
export function prepareOutFolder(path: string): void {
  const fail = (text: string) => {
    throw new OutFolderError(`${path}: ${text}`)
  }
  try {
    createFolder(path)
    if (!statSync(path).isDirectory()) fail('this is a file; expected a folder for the recording')
    accessSync(path, constants.W_OK)
    if (readdirSync(path).length > 0) fail('this folder is not empty; give a new or empty one, so that nothing is overwritten')
  } catch (error) {
    if (error instanceof OutFolderError) throw error
    fail(REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message)
  }
}

/** Like `mkdir -p`. Node's own loops for ever where a file system answers ENOENT to everything, as /proc does. */
function createFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    createFolder(dirname(path))
    mkdirSync(path)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this folder may not be written to',
  EPERM: 'this folder may not be written to',
  EROFS: 'this disk is read-only',
  ENOSPC: 'this disk is full',
  ENOENT: 'no folder can be made here',
  EEXIST: 'this is a file; expected a folder for the recording',
  ENOTDIR: 'a part of this path is a file; expected a folder for the recording'
}
