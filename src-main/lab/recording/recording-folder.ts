/** A recording as it lies on the disk: a folder. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ARCHIVE_SUFFIX } from '../../../src-shared/recording-archive'
import { readRecording } from './read-recording'
import type { RecordingContent } from './read-recording'
import { readParts } from './recorded-parts'
import { ARCHIVE_BYTES_MAX, unpackRecording } from './recording-archive'
import { RecordingError } from './recording-error'
import { memorySource } from './recording-in-memory'
import { segmentsOf } from './recorded-segments'
import type { RecordingSource } from './recording-files'

/** A result or a scenario is far below this. */
const TEXT_BYTES_MAX = 16 * 1024 * 1024

/** The recording in this folder. */
export function folderSource(folder: string): RecordingSource {
  return {
    name: folder,
    readText: (file) => readText(join(folder, file)),
    segments: () => segmentsOf(folder).map(readParts)
  }
}

/** Reads all of a recording, from its folder or from one file, see `readRecording`. */
export async function readRecordingAt(path: string): Promise<RecordingContent> {
  if (!path.endsWith(ARCHIVE_SUFFIX)) return readRecordingFolder(path)
  const { size } = await stat(path)
  if (size > ARCHIVE_BYTES_MAX) throw new RecordingError(`${path}: this is too large: unpack it into a folder, it is a zip`)
  return readRecording(memorySource(path, unpackRecording(await readFile(path), path)))
}

/** Reads all of the recording in this folder, see `readRecording`. */
export function readRecordingFolder(folder: string): Promise<RecordingContent> {
  return readRecording(folderSource(folder))
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path)
  if (bytes.length > TEXT_BYTES_MAX) throw new Error('is too long')
  return bytes.toString()
}
