import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '../../../src-shared/random'
import type { DiskSettings } from '../control'
import type { Disk, DiskFile } from './disk'
import { RECORD_HEADER_BYTES } from './record'

/** Of a torn batch, this share is written before the crash. */
const TORN_SHARE = 0.5

/** A disk that does wrong what `settings` says at the moment; each change holds from the next write or sync on. */
export function createFaultyDisk(disk: Disk, settings: () => DiskSettings, random: Random): Disk {
  return {
    list: () => disk.list(),
    read: (name) => disk.read(name),
    open: (name, create) => createFaultyFile(disk.open(name, create), settings, random),
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    syncFolder: () => disk.syncFolder()
  }
}

function createFaultyFile(file: DiskFile, settings: () => DiskSettings, random: Random): DiskFile {
  /** Kept in this process, which a crash really loses: the operating system's cache would outlive `kill -9`. */
  let unwritten: { bytes: Uint8Array; position: number }[] = []

  function writeOut(): void {
    const writes = unwritten
    unwritten = []
    for (const { bytes, position } of writes) file.write(bytes, position)
  }

  return {
    write(given, position) {
      const { lose_unsynced, tear_unsynced, corrupt_writes } = settings()
      const is_filling = isFilling(given)
      const bytes = corrupt_writes && !is_filling ? withFlippedBit(given, random) : given
      if (!lose_unsynced && !tear_unsynced) {
        writeOut()
        return file.write(bytes, position)
      }
      // Losing everything includes the part that a tear would leave.
      const at_once = lose_unsynced ? 0 : Math.floor(bytes.length * TORN_SHARE)
      // Only the last write is torn.
      if (at_once > 0 && !is_filling) writeOut()
      if (at_once > 0) file.write(bytes.subarray(0, at_once), position)
      unwritten.push({ bytes: bytes.slice(at_once), position: position + at_once })
    },
    async sync() {
      const { sync_delay_us } = settings()
      if (sync_delay_us > 0) await sleep(Math.ceil(sync_delay_us / 1000))
      if (settings().sync_fails) throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
      writeOut()
      await file.sync()
    },
    truncate: (bytes) => file.truncate(bytes),
    close: () => file.close()
  }
}

/** Zeros that only make the file longer: a record's header is never all zeros. */
function isFilling(bytes: Uint8Array): boolean {
  return bytes.subarray(0, RECORD_HEADER_BYTES).every((byte) => byte === 0)
}

function withFlippedBit(bytes: Uint8Array, random: Random): Uint8Array {
  const flipped = bytes.slice()
  const bit = Math.floor(random() * bytes.length * 8)
  flipped[bit >> 3]! ^= 1 << (bit & 7)
  return flipped
}
