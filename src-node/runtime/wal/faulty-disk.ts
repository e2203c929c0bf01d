import { setTimeout as sleep } from 'node:timers/promises'
import type { DiskSettings } from '../control'
import type { Disk, DiskFile } from './disk'

/** A disk that does wrong what `settings` says at the moment; each change holds from the next write or sync on. */
export function createFaultyDisk(disk: Disk, settings: () => DiskSettings): Disk {
  return {
    list: () => disk.list(),
    read: (name) => disk.read(name),
    open: (name, create) => createFaultyFile(disk.open(name, create), settings),
    rename: (from, to) => disk.rename(from, to),
    remove: (name) => disk.remove(name),
    syncFolder: () => disk.syncFolder()
  }
}

function createFaultyFile(file: DiskFile, settings: () => DiskSettings): DiskFile {
  let unwritten: { bytes: Uint8Array; position: number }[] = []

  function writeOut(): void {
    const writes = unwritten
    unwritten = []
    for (const { bytes, position } of writes) file.write(bytes, position)
  }

  return {
    write(bytes, position) {
      // Kept in this process, which a crash really loses: the operating system's cache would outlive `kill -9`.
      if (settings().lose_unsynced) unwritten.push({ bytes: bytes.slice(), position })
      else {
        writeOut()
        file.write(bytes, position)
      }
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
