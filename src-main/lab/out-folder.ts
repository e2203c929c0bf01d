import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs'

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
    mkdirSync(path, { recursive: true })
    if (!statSync(path).isDirectory()) fail('this is a file; expected a folder for the recording')
    accessSync(path, constants.W_OK)
    if (readdirSync(path).length > 0) fail('this folder is not empty; give a new or empty one, so that nothing is overwritten')
  } catch (error) {
    if (error instanceof OutFolderError) throw error
    fail(REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this folder may not be written to',
  EPERM: 'this folder may not be written to',
  EROFS: 'this disk is read-only',
  ENOSPC: 'this disk is full',
  EEXIST: 'this is a file; expected a folder for the recording',
  ENOTDIR: 'a part of this path is a file; expected a folder for the recording'
}
