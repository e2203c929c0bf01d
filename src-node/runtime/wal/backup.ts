/** A copy of a log that a process may be writing at the same time, and that notices nothing of it. */
import type { Disk } from './disk'
import { recordEnd, RECORD_KINDS } from './record'
import { segmentNumber } from './segment'

/** A snapshot may remove files while they are read; the newer ones are read then. */
const TRIES_MAX = 10

/**
 * The files of the log as far as they are durable: what a recovery from them finds is what the log had synced at some moment of this
 * call. (Where the disk loses what was not synced, without the last batch, whose mark is not written yet.) Copying from the outside,
 * instead of asking the process, also works while that is paused, down, or waits for its disk.
 */
export function durableFiles(disk: Disk): ReadonlyMap<string, Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return readFiles(disk)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === TRIES_MAX) throw error
    }
  }
}

function readFiles(disk: Disk): ReadonlyMap<string, Uint8Array> {
  const names = disk
    .list()
    .filter((name) => segmentNumber(name) !== null)
    .sort()
  const newest = names.at(-1)
  // Only the newest segment is still being written, and only at its end.
  return new Map(
    names.map((name) => {
      const bytes = disk.read(name)
      return [name, name === newest ? bytes.subarray(0, durableEnd(bytes)) : bytes]
    })
  )
}

/** Header and snapshot are on disk before the file has its name; of the entries a mark says so. */
function durableEnd(bytes: Uint8Array): number {
  let durable = 0
  let at = 0
  for (let end = recordEnd(bytes, 0); end !== null; end = recordEnd(bytes, at)) {
    if (bytes[at + 8] !== RECORD_KINDS.entry) durable = end
    at = end
  }
  return durable
}
