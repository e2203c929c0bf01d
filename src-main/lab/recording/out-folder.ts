import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { diskReason } from './disk-errors'

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
    makeFolder(path)
    if (!statSync(path).isDirectory()) fail('this is a file; expected a folder for the recording')
    accessSync(path, constants.W_OK)
    if (readdirSync(path).length > 0) fail('this folder is not empty; give a new or empty one, so that nothing is overwritten')
  } catch (error) {
    if (error instanceof OutFolderError) throw error
    fail(diskReason(error))
  }
}

/** Like `mkdir -p`. Node's own loops for ever where a file system answers ENOENT to everything, as /proc does. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    makeFolder(dirname(path))
    mkdirSync(path)
  }
}
