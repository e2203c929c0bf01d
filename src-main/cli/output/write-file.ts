import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diskReason } from '../../lab/recording/disk-errors'
import { UsageError } from '../input/usage'

/** Writes the file and answers its path; that it could not be written is a {@link UsageError}. */
export function writeFileIn(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`${path} could not be written: ${diskReason(error)}.`)
  }
  return path
}
