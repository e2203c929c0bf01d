/** A recording as one file: a zip of its files, which are compressed already. */
import { unzipSync, zipSync } from 'fflate'
import { ARCHIVE_SUFFIX } from '../../../src-shared/recording-archive'
import { RecordingError } from './recording-error'
import { RECORDING_FILES } from './recording-files'

/** A recording of ours is far below this; the whole file must fit into memory. */
export const ARCHIVE_BYTES_MAX = 128 * 1024 * 1024

/** Files of a recording by name. */
export type RecordingBytes = ReadonlyMap<string, Uint8Array>

const OWN_NAME = new RegExp(
  `^(?:${Object.values(RECORDING_FILES).join('|').replaceAll('.', '\\.')}|events-\\d{1,4}\\.jsonl\\.gz)$`
)

/** Makes one file of them. */
export function packRecording(files: RecordingBytes): Uint8Array {
  return zipSync(Object.fromEntries(files), { level: 0 })
}

/** The files of a packed recording; whatever else is in it is left out. `name`: of the file. Throws {@link RecordingError}. */
export function unpackRecording(archive: Uint8Array, name: string): RecordingBytes {
  const files = new Map<string, Uint8Array>()
  let bytes = 0
  try {
    const entries = unzipSync(archive, {
      filter: (file) => OWN_NAME.test(fileName(file.name)) && (bytes += file.originalSize) <= ARCHIVE_BYTES_MAX
    })
    for (const [path, content] of Object.entries(entries)) files.set(fileName(path), content)
  } catch {
    throw notPacked(name)
  }
  if (bytes > ARCHIVE_BYTES_MAX)
    throw new RecordingError(`${name}: this is too large, more than ${mib(ARCHIVE_BYTES_MAX)} unpacked`)
  if (files.size === 0) throw notPacked(name)
  return files
}

function notPacked(name: string): RecordingError {
  return new RecordingError(`${name}: this is no recording; open a ${ARCHIVE_SUFFIX} file that Netsplit exported`)
}

/** Somebody may have packed the folder around the files. */
function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function mib(bytes: number): string {
  return `${bytes / (1024 * 1024)} MiB`
}
